import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentSchema } from './component-schema.ts';
import { libraryFolder } from './node-files.ts';

// Writes the JSON Schema of scenario files, for completion and checks in editors. Part of the build.
const folder = join(libraryFolder(), 'schema');
mkdirSync(folder, { recursive: true });
const schema = componentSchema.toJSONSchema();
writeFileSync(join(folder, 'scenario.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
