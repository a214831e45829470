import { describe, expect, it } from 'vitest';
import {
  type CheatName,
  cheatNames,
  cheats,
} from '../../../../models/compute/verification/cheats.ts';
import { disputeSeconds } from '../../../../models/compute/verification/dispute.ts';
import { enclaveNames, enclaves } from '../../../../models/compute/verification/enclaves.ts';
import { UNSEEN } from '../../../../models/compute/verification/mode.ts';
import { modeNames } from '../../../../models/compute/verification/mode-names.ts';
import { verificationModes } from '../../../../models/compute/verification/modes.ts';
import { settingsOf } from '../../../../models/compute/verification/parameters.ts';
import { defaultSettings } from '../../../../models/compute/verification/settings.ts';
import { loadBundle } from '../../../../scenarios/bundle.ts';

const { none, tee, opml, zkml } = verificationModes;
const work = {
  ...{ batch: 1, prefill: 0, step: 0.01, memory: 0.01 },
  ...{ outputTokens: 100, load: 0, swaps: 0 },
};

describe('what modes ask for', () => {
  it('are listed under their own names', () => {
    expect(Object.values(verificationModes).map(({ name }) => name)).toEqual([...modeNames]);
    expect(Object.values(enclaves).map(({ name }) => name)).toEqual([...enclaveNames]);
    expect(Object.values(cheats).map(({ name }) => name)).toEqual([...cheatNames]);
  });

  it('none: nothing, and no verdict', () => {
    expect(none.slowdown(work, defaultSettings)).toBe(1);
    expect(none.verdictDelay(defaultSettings)).toBeNull();
    expect(none.extraBytes(defaultSettings)).toBe(0);
  });

  it('tee: a quote a session, a signature an answer', () => {
    expect(tee.sessionDelay(defaultSettings)).toBe(1.5);
    // 65 B + 10 kB over 20 requests
    expect(tee.extraBytes(defaultSettings)).toBe(565);
  });

  it('opml: no time of the provider, three challengers for one answer in a hundred, an hour', () => {
    expect(opml.slowdown(work, defaultSettings)).toBe(1);
    expect(opml.othersSeconds(2, defaultSettings)).toBeCloseTo(0.06, 12);
    expect(opml.verdictDelay(defaultSettings)).toBe(3600);
  });

  it('zkml: a thousand times the work, 200 kB', () => {
    expect(zkml.slowdown(work, defaultSettings)).toBe(1000);
    expect(zkml.extraBytes(defaultSettings)).toBe(200_000);
  });

  it('the section has the defaults of the settings', () => {
    const text = JSON.stringify({ name: 'defaults', verification: {} });
    const { components } = loadBundle(text, {}).resolved;
    const settings = settingsOf(components.verification as never);
    expect(settings).toEqual(defaultSettings);
  });
});

describe('what modes catch', () => {
  const caught = (
    mode: keyof typeof verificationModes,
    cheat: CheatName,
    settings = defaultSettings,
  ) => verificationModes[mode].catches(cheats[cheat], settings);
  const stale = { ...defaultSettings, tee: { ...defaultSettings.tee, fresh: false } };

  it.each(cheatNames)('%s: nothing without verification, everything with proofs', (cheat) => {
    expect(caught('none', cheat)).toEqual(UNSEEN);
    expect(caught('zkml', cheat)).toEqual({ ...UNSEEN, request: 1, delay: 1 });
  });

  it.each(cheatNames)('%s: a sample of challengers, 1 - 0.99^3, and the bond', (cheat) => {
    const { request, delay, slashed, session } = caught('opml', cheat);
    expect(request).toBeCloseTo(0.029701, 12);
    // a re-run of 60 s, a dispute of 59 s
    expect([delay, slashed, session]).toEqual([119, true, 0]);
  });

  it('a challenger who is done after the window catches nothing', () => {
    const late = { ...defaultSettings, opml: { ...defaultSettings.opml, window: 59 } };
    expect(caught('opml', 'wrong-model', late).request).toBe(0);
  });

  it.each(['wrong-model', 'partial-work'] as const)(
    '%s shows in the quote, even an old one',
    (cheat) => {
      expect(caught('tee', cheat).session).toBe(1);
      expect(caught('tee', cheat, stale).session).toBe(1);
    },
  );

  it('a replayed quote passes only where quotes are not bound to the session', () => {
    expect(caught('tee', 'replayed-attestation').session).toBe(1);
    expect(caught('tee', 'replayed-attestation', stale)).toEqual(UNSEEN);
  });

  it('a forged quote passes until the key is revoked', () =>
    expect(caught('tee', 'broken-tee')).toEqual({ ...UNSEEN, rate: 1 / 2_592_000 }));
});

describe('the time of a dispute', () => {
  it('two transactions for each halving, one for the last step, two runs', () => {
    expect(disputeSeconds({ steps: 2, run: 0, block: 1 })).toBe(3);
    // 27 halvings: 55 blocks and 4 s
    expect(disputeSeconds({ steps: 134_217_728, run: 2, block: 1 })).toBe(59);
    expect(disputeSeconds({ steps: 134_217_729, run: 2, block: 1 })).toBe(61);
    expect(disputeSeconds({ steps: 1000, run: 10, block: 0.4 })).toBeCloseTo(28.4, 12);
  });
});
