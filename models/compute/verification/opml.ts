import { pow } from '../../../sim/math.ts';
import { UNSEEN, type VerificationMode } from './mode.ts';

/**
 * Answers count at once and may be disputed for a while. Challengers compute a share of them again, each
 * choosing for itself; one honest challenger who looks is enough, and the loser's bond pays for it.
 */
export const opml: VerificationMode = {
  name: 'opml',
  about: 'Answers may be disputed within a window; challengers compute a sample of them again',
  knowledge: 'published',
  source:
    'ethresear.ch 16234, arXiv 2401.17555; window of 1 to 24 h: estimate of 0g-da-chain-compute 3.3; sampling: estimate',
  slowdown: () => 1,
  sessionDelay: () => 0,
  verdictDelay: ({ opml }) => opml.window,
  extraBytes: ({ opml }) => opml.commitmentBytes,
  othersSeconds: (plain, { opml }) => plain * opml.rerunFactor * opml.challengers * opml.sampled,
  catches(_cheat, { opml }) {
    const delay = opml.rerun + opml.dispute;
    // A challenge counts if it is opened within the window; the dispute may outlast it.
    const inTime = opml.rerun <= opml.window;
    const request = inTime ? 1 - pow(1 - opml.sampled, opml.challengers) : 0;
    return { ...UNSEEN, request, delay, slashed: true };
  },
};
