import { METHODS } from './design.ts';
import { SCALES } from './factor.ts';

const END = { type: ['number', 'string'] };

const RANGE = {
  type: 'object',
  properties: { from: END, to: END, scale: { enum: SCALES } },
  required: ['from', 'to'],
  additionalProperties: false,
};

/** JSON Schema of `sweep.design`, for editors. */
export const DESIGN_SHAPE = {
  type: ['object', 'null'],
  description: 'Points that a method lays out over ranges, and what decides the outcomes there.',
  properties: {
    method: { enum: METHODS, description: 'How the points are laid out.' },
    points: {
      type: ['integer', 'null'],
      minimum: 2,
      description: 'Points (latin, sobol), trajectories (morris) or base points (saltelli).',
    },
    of: {
      type: 'object',
      description: 'Paths and their ranges: [from, to] or { from, to, scale }.',
      additionalProperties: {
        anyOf: [{ type: 'array', items: END, minItems: 2, maxItems: 2 }, RANGE, { type: 'null' }],
      },
    },
    outcomes: {
      type: ['array', 'null'],
      items: { type: 'string' },
      description: 'Metrics to judge. Default: those of `expect`, else the main ones.',
    },
  },
  required: ['method', 'of'],
  additionalProperties: false,
};
