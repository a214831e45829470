import { networkParameters } from '../sim/network/section.ts';
import { alignmentComponent } from './alignment/alignment.ts';
import { chainComponent } from './chain/chain.ts';
import { feesComponent } from './chain/fees/fees.ts';
import type { Component } from './component.ts';
import { computeComponent } from './compute/compute.ts';
import { servingComponent } from './compute/serving/component.ts';
import { verificationComponent } from './compute/verification/verification.ts';
import { claimComponent } from './da/claim.ts';
import { columnsComponent } from './da/columns/columns.ts';
import { daComponent } from './da/da.ts';
import { retrievalComponent } from './da/retrieval/retrieval.ts';
import { samplingComponent } from './da/soundness/sampling.ts';
import { squareComponent } from './da/square/square.ts';
import { zerogComponent } from './da/zerog/component.ts';
import { daiosComponent } from './daios/daios.ts';
import { adoptionComponent } from './daios/loop/adoption.ts';
import { hardwareComponent } from './hardware.ts';
import { loadParameters } from './load.ts';
import { incidentComponent } from './operators/incident-component.ts';
import { migrationComponent } from './operators/migration-component.ts';
import { operatorsComponent } from './operators/operators.ts';
import { diskComponent } from './probes/disk.ts';
import { flowsComponent } from './probes/flows.ts';
import { gossipComponent } from './probes/gossip.ts';
import { stationComponent } from './probes/station.ts';
import { memoryComponent } from './storage/kv/memory.ts';
import { storageComponent } from './storage/mining/storage.ts';
import { readsComponent } from './storage/reads/reads.ts';
import { uploadsComponent } from './storage/transfer/uploads.ts';
import { tokenComponent } from './token/economy/economy.ts';
import { taskParameters } from './workloads/task-parameters.ts';

export type { Component, Experiment, Finish, Objection, Setting } from './component.ts';
/** The exact rules of the market for inference, by name. */
export * as compute from './compute/market/index.ts';
export { type Findings, type FoundSeries, Measures } from './measures.ts';
/** The exact rules of 0G Storage, by name. */
export * as storage from './storage/index.ts';
/** The exact rules of token economies, by name. */
export * as token from './token/index.ts';

/** Every section of a scenario, in the order in which components start. Add one here. */
export const components: Readonly<Record<string, Component>> = {
  network: { about: 'Nodes, links and delays', parameters: networkParameters },
  hardware: hardwareComponent,
  load: { about: 'What users ask of the layer', parameters: loadParameters },
  operators: operatorsComponent,
  migration: migrationComponent,
  incident: incidentComponent,
  chain: chainComponent,
  fees: feesComponent,
  claim: claimComponent,
  da: daComponent,
  zerog: zerogComponent,
  square: squareComponent,
  columns: columnsComponent,
  sampling: samplingComponent,
  retrieval: retrievalComponent,
  storage: storageComponent,
  uploads: uploadsComponent,
  reads: readsComponent,
  memory: memoryComponent,
  tasks: {
    about: 'What AI users do: tasks that cross the lanes of a stack',
    parameters: taskParameters,
  },
  daios: daiosComponent,
  verification: verificationComponent,
  alignment: alignmentComponent,
  serving: servingComponent,
  compute: computeComponent,
  token: tokenComponent,
  adoption: adoptionComponent,
  gossip: gossipComponent,
  disk: diskComponent,
  station: stationComponent,
  flows: flowsComponent,
};
