import type { ParameterTable } from '../../../sim/parameters.ts';

const CLIENT = '0g-storage 2: storage client, download';

/** What a layer needs to know beyond what all share: a group for each that has something. */
export const layerParameters = {
  zerog: {
    kind: 'group',
    about: 'Download of the 0G Storage client',
    status: 'choice',
    fields: {
      proof: {
        kind: 'flag',
        default: false,
        about: 'Each segment comes with the proof that it belongs to its file',
        status: 'from source',
        source: `${CLIENT}: optional`,
      },
      order: {
        kind: 'choice',
        options: ['drawn', 'listed', 'nearest'],
        default: 'drawn',
        about:
          'List of nodes that a reader walks: drawn anew for each read, the same for all, or by distance',
        status: 'estimate',
        source: 'in what order the indexer names nodes is not in the facts',
      },
      retries: {
        kind: 'count',
        default: 5,
        min: 0,
        max: 1000,
        about: 'Further tries after a failure',
        status: 'from source',
        source: CLIENT,
      },
      retryInterval: {
        kind: 'duration',
        default: '5 s',
        about: 'Wait before another try',
        status: 'from source',
        source: CLIENT,
      },
      retryAt: {
        kind: 'choice',
        options: ['list', 'node'],
        default: 'list',
        about:
          'A try that follows is at the whole list once all nodes failed, or at the node before the next one is asked',
        status: 'estimate',
        source: `${CLIENT}: next node on error, five retries; how both fit together is not said`,
      },
    },
  },
  hot: {
    kind: 'group',
    about: 'Hot nodes of 0G',
    status: 'choice',
    fields: {
      nodes: {
        kind: 'count',
        default: 4,
        min: 1,
        max: 1000,
        about: 'Nodes that cache ahead',
        status: 'estimate',
        source: 'no count has been published',
      },
      link: {
        kind: 'rate',
        default: '1 Gbps',
        min: 1000,
        max: 1e12,
        about: 'Link of each, each direction',
        status: 'estimate',
        source: 'hardware-network-workloads C3: a port in a data centre',
      },
      profile: {
        kind: 'text',
        default: 'ram-ddr5',
        about: 'Where the cache is: a storage profile',
        status: 'estimate',
        source: 'caches in memory or on NVMe; which is not said',
      },
    },
  },
  filecoin: {
    kind: 'group',
    about: 'Retrieval from Filecoin',
    status: 'choice',
    fields: {
      retrieval: {
        kind: 'duration',
        default: '45 s',
        about: 'From a request for an object without unsealed copy to its first byte',
        status: 'published',
        source: '0g-storage 8: about 45 s, marketing of 0G about a rival (0g.ai blog, 2026)',
      },
      deal: {
        kind: 'duration',
        default: '0 s',
        about: 'Payment agreed on before that, beyond what `retrieval` holds',
        status: 'estimate',
        source: 'da-layers 5: 1-2 min to fund a deal to store; none is known of a retrieval',
      },
      firstByte: {
        kind: 'duration',
        default: '500 ms',
        about: 'From a request for a cached object to its first byte at the provider',
        status: 'estimate',
        source: 'da-layers 5: "sub-second", second-hand; half a second is taken',
      },
    },
  },
  arweave: {
    kind: 'group',
    about: 'Gateways of Arweave',
    status: 'choice',
    fields: {
      gateways: {
        kind: 'count',
        default: 4,
        min: 1,
        max: 1000,
        about: 'Gateways; a reader asks the nearest',
        status: 'estimate',
        source: 'no count in the facts',
      },
      link: {
        kind: 'rate',
        default: '10 Gbps',
        min: 1000,
        max: 1e12,
        about: 'Link of each, each direction',
        status: 'estimate',
        source: 'hardware-network-workloads C3: a port in a data centre',
      },
    },
  },
  walrus: {
    kind: 'group',
    about: 'Reads of Walrus',
    status: 'choice',
    fields: {
      slivers: {
        kind: 'choice',
        options: ['primary', 'secondary'],
        default: 'primary',
        about: 'Which slivers a reader collects: 334 primary or 667 secondary of 1000',
        status: 'published',
        source: 'da-layers 2.8: f + 1 primary slivers',
      },
      asked: {
        kind: 'count',
        default: 334,
        min: 1,
        max: 1000,
        about: 'Slivers asked for at once, at least those that are needed',
        status: 'estimate',
        source: 'da-layers 2.8: about 335 requests for a read, second-hand',
      },
    },
  },
  ipfs: {
    kind: 'group',
    about: 'Lookups of IPFS',
    status: 'choice',
    fields: {
      lookupP80: {
        kind: 'duration',
        default: '500 ms',
        min: 1,
        about: '80 % of the lookups take less',
        status: 'published',
        source: 'da-layers 5: ProbeLab, lookups from the EU',
      },
      lookupSigma: {
        kind: 'number',
        default: 0.6,
        min: 0,
        max: 3,
        about: 'Spread of the lognormal law of lookups: deviation of the logarithm',
        status: 'estimate',
        source: 'one point of the law is published',
      },
    },
  },
  s3: {
    kind: 'group',
    about: 'Object stores',
    status: 'choice',
    fields: {
      part: {
        kind: 'size',
        default: '8 MiB',
        min: 1,
        about: 'Range of one GET',
        status: 'estimate',
        source: 'common default of clients',
      },
      prefixes: {
        kind: 'count',
        default: 1,
        min: 1,
        max: 1e6,
        about: 'Prefixes that the objects are spread over; each has a cap of its own',
        status: 'choice',
      },
    },
  },
} as const satisfies ParameterTable;
