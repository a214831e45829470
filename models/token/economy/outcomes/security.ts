import { costOfCorruption, securityBudget } from '../../market/metrics.ts';
import type { Add } from '../desks/desk.ts';

export interface SecurityState {
  /** Tokens. */
  readonly staked: number;
  readonly circulating: number;
  /** USD per token. */
  readonly price: number;
  /** Tokens that stakers get in a year, fees included. */
  readonly rewards: number;
  /** Tokens traded in a day, and daily volatility. */
  readonly volume: number;
  readonly volatility: number;
}

/**
 * What security costs and what breaking it would cost. The stake that an attacker lacks is bought at a price that
 * rises by the square-root law with factor 1, as if in a day: volatility x root of tokens over daily volume.
 * Source: token-economics 13.3 and 13.6.
 */
export function reportSecurity(add: Add, state: SecurityState): void {
  const { staked, circulating, price, rewards, volume, volatility } = state;
  add('token.security.budget', 'USD/year', securityBudget(rewards, 0, price));
  const value = circulating * price;
  for (const [key, share] of [
    ['1/3', 1 / 3],
    ['2/3', 2 / 3],
  ] as const) {
    const rise = volume > 0 ? volatility * Math.sqrt((share * staked) / volume) : 0;
    const cost = costOfCorruption(share, staked, price, rise);
    add(`token.security.corruption[${key}]`, 'USD', cost);
    if (value > 0) add(`token.security.corruption_ratio[${key}]`, '1', cost / value);
  }
}
