import { components } from '../models/index.ts';
import { createSchema } from './schema.ts';

/** The schema of all components. Making it costs more than reading most scenarios, so there is one. */
export const componentSchema = createSchema(components);
