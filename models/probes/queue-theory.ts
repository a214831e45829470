/*
 * Means of stations with Poisson arrivals in closed form, for the probes and their reports.
 * Sources: Erlang (M/M/c), Pollaczek-Khinchine (M/G/1), insensitivity of processor sharing (Kelly,
 * Reversibility and Stochastic Networks, 1979).
 */

/**
 * Chance that an arrival at M/M/c has to wait (Erlang C).
 * @param servers c
 * @param offered mean number of busy servers, below c
 */
export function erlangC(servers: number, offered: number): number {
  let term = 1;
  let below = 1;
  for (let k = 1; k < servers; k++) {
    term *= offered / k;
    below += term;
  }
  const atLeast = ((term * offered) / servers) * (servers / (servers - offered));
  return atLeast / (below + atLeast);
}

export interface QueueMeans {
  /** Mean wait before service, in units of the mean service time. */
  readonly wait: number;
  /** Mean time in the station, in the same unit. */
  readonly sojourn: number;
  /** Mean number of jobs in the station. */
  readonly number: number;
}

/**
 * Means of a station, or null where none is known in closed form: several servers in order of arrival
 * with a law of service that is not exponential.
 *
 * @param utilisation share of the servers that is busy, below 1
 * @param squaredVariation squared coefficient of variation of the work: 1 exponential, 0 constant
 */
export function queueMeans(
  discipline: 'fcfs' | 'sharing',
  servers: number,
  utilisation: number,
  squaredVariation: number,
): QueueMeans | null {
  const exponential = squaredVariation === 1 || discipline === 'sharing';
  if (!exponential && servers > 1) return null;
  const wait = exponential
    ? erlangC(servers, servers * utilisation) / (servers * (1 - utilisation))
    : (utilisation * (1 + squaredVariation)) / (2 * (1 - utilisation));
  const sojourn = wait + 1;
  return { wait, sojourn, number: servers * utilisation * sojourn };
}
