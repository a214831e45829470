import { expect } from 'vitest';

/**
 * `expect(found, where).toBe(expected)` for loops of many thousand turns: a matcher takes some 10 us
 * even when it agrees, so it is asked only to tell of a difference.
 */
export function expectSame<T>(found: T, expected: T, where?: string): void {
  if (!Object.is(found, expected)) expect(found, where).toBe(expected);
}
