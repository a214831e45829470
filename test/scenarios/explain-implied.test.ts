import { describe, expect, it } from 'vitest';
import type { Component, ImpliedValue } from '../../models/component.ts';
import { explain } from '../../scenarios/explain.ts';
import { resolveText } from './fixtures/laboratory.ts';

/** A car whose model stands for its doors and its weight, unless the section says the doors. */
const car: Component = {
  about: 'A car',
  parameters: {
    model: {
      ...{ kind: 'choice', options: ['van', 'bus', 'coach'], default: 'van' },
      ...{ about: 'Model', status: 'choice' },
    } as const,
    doors: { kind: 'count', default: null, about: 'Doors, as the model says', status: 'choice' },
    colour: { kind: 'text', default: 'red', about: 'Colour', status: 'choice' },
  },
  implied: ({ model, doors }) => {
    const known = { status: 'published', source: 'leaflet', about: 'x' } as const;
    const rows: ImpliedValue[] = [
      { path: 'car.model.weight', value: model === 'van' ? '2 t' : '9 t', ...known },
    ];
    const own = { path: 'car.model.doors', value: '5', ...known };
    return doors === null ? [...rows, own] : rows;
  },
};
const wheel = { about: 'A wheel', parameters: {}, always: true };
const rowsOf = (text: string) => explain(resolveText(text, { sections: { car, wheel } }));
const told = (text: string) =>
  rowsOf(text)
    .filter(({ path }) => path.startsWith('car'))
    .map(({ path, value, origin }) => [path, value, origin]);

describe('values that a choice implies', () => {
  it('stand after the rows of their section, with the choice as their origin', () => {
    expect(told('name: a\ncar: {}\n')).toEqual([
      ['car.model', 'van', 'default'],
      ['car.doors', 'absent', 'default'],
      ['car.colour', 'red', 'default'],
      ['car.model.weight', '2 t', 'car.model = van'],
      ['car.model.doors', '5', 'car.model = van'],
    ]);
  });

  it('have status, source and meaning', () => {
    const row = rowsOf('name: a\ncar: {}\n').find(({ path }) => path === 'car.model.weight');
    expect(row).toEqual({
      path: 'car.model.weight',
      value: '2 t',
      kind: 'text',
      origin: 'car.model = van',
      status: 'published',
      source: 'leaflet',
      about: 'x',
      swept: [],
    });
  });

  it('are absent where the section sets them or is absent itself', () => {
    const paths = (text: string) => told(text).map(([path]) => path);
    expect(paths('name: a\ncar: { doors: 3 }\n')).not.toContain('car.model.doors');
    expect(paths('name: a\n')).toEqual([]);
  });

  it('are those of every point of a sweep, equal ones once', () => {
    const text =
      'name: a\ncar: {}\nsweep: { car.model: [bus, van, coach], car.colour: [red, blue] }\n';
    expect(told(text).slice(3)).toEqual([
      ['car.model.weight', '9 t', 'car.model = bus | coach'],
      ['car.model.weight', '2 t', 'car.model = van'],
      ['car.model.doors', '5', 'car.model = bus | van | coach'],
    ]);
  });
});
