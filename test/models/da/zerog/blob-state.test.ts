import { describe, expect, it } from 'vitest';
import {
  accepted,
  advance,
  type BlobLife,
  type BlobState,
  blobStates,
  fail,
} from '../../../../models/da/zerog/blob-state.ts';

const PATH: readonly BlobState[] = [
  'encoding',
  'encoded',
  'batched',
  'assigned',
  'dispersing',
  'signing',
  'aggregated',
  'confirmed',
  'finalized',
];

const walk = (blob: BlobLife, ...states: BlobState[]) => states.reduce(advance, blob);
const upTo = (state: BlobState) => walk(accepted, ...PATH.slice(0, PATH.indexOf(state) + 1));

describe('life of a blob', () => {
  it('without failures', () => {
    expect(walk(accepted, ...PATH, 'pruned')).toEqual({ state: 'pruned', failures: 0 });
    expect(walk(accepted, ...PATH, 'handed-to-storage', 'pruned').state).toBe('pruned');
  });

  it('has the steps of the sheet and no others', () => {
    const steps = [
      ['received', 'encoding'],
      ['encoding', 'encoded'],
      ['encoded', 'batched'],
      ['batched', 'assigned'],
      ['assigned', 'dispersing'],
      ['dispersing', 'signing'],
      ['signing', 'dispersing'],
      ['signing', 'aggregated'],
      ['aggregated', 'confirmed'],
      ['confirmed', 'finalized'],
      ['finalized', 'handed-to-storage'],
      ['finalized', 'pruned'],
      ['handed-to-storage', 'pruned'],
    ];
    const possible = blobStates.flatMap((state) =>
      blobStates
        .filter((to) => {
          try {
            return advance({ state, failures: 1 }, to).failures === 1;
          } catch {
            return false;
          }
        })
        .map((to) => [state, to]),
    );
    expect([...possible].sort()).toEqual([...steps].sort());
    expect(() => advance(accepted, 'signing')).toThrow(
      'state after received, expected encoding, got signing',
    );
    expect(() => advance({ state: 'pruned', failures: 0 }, 'received')).toThrow('expected none');
  });
});

describe('failures', () => {
  it.each(['encoding', 'batched', 'signing', 'aggregated'] as const)(
    'start over from %s',
    (state) => {
      expect(fail(upTo(state), 3)).toEqual({ state: 'received', failures: 1 });
    },
  );

  it('happen nowhere else', () => {
    const others = blobStates.filter(
      (state) => !['encoding', 'batched', 'signing', 'aggregated'].includes(state),
    );
    expect(others).toHaveLength(9);
    for (const state of others) {
      expect(() => fail({ state, failures: 0 }, 3)).toThrow(`failing state, expected encoding or`);
    }
  });

  it('are counted over the whole life: the third of three ends it', () => {
    let blob = fail(upTo('encoding'), 3);
    blob = fail(walk(blob, 'encoding', 'encoded', 'batched'), 3);
    expect(blob).toEqual({ state: 'received', failures: 2 });
    blob = fail(walk(blob, 'encoding'), 3);
    expect(blob).toEqual({ state: 'failed', failures: 3 });
    expect(() => advance(blob, 'encoding')).toThrow('state after failed, expected none');
    expect(fail(upTo('signing'), 1).state).toBe('failed');
  });

  it('a batch that is requested again is none of its blobs', () => {
    expect(walk(upTo('signing'), 'dispersing', 'signing', 'aggregated').failures).toBe(0);
  });
});
