import { Diffusion, type PriceProcess } from './process.ts';

export const gbm: PriceProcess = {
  name: 'gbm',
  about: 'Geometric Brownian motion, correlated with a market index',
  status: 'estimate',
  source: 'token-economics 13.3 names the law',
  open: (values, streams) => new Diffusion(values, streams),
};
