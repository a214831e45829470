import { objectStore } from './s3.ts';

export const s3ExpressLayer = objectStore(
  's3-express',
  's3-express',
  'ranged GETs from a single-zone object store beside the readers',
  'published: single-digit ms, 200,000 reads/s for each bucket; estimate: law of the first byte, 150 MB/s for ' +
    'each stream, size of a range',
);
