import type { Component } from '../../component.ts';
import { impliedByConfig } from './config.ts';
import { zerogParameters } from './parameters.ts';

/** What is particular to the layer `0g`; the section `da` runs it. */
export const zerogComponent: Component = {
  about: 'What is particular to the data availability layer `0g`',
  parameters: zerogParameters,
  implied: impliedByConfig,
};
