import { Process } from '../../../sim/engine/process.ts';
import { allOf, type Signal } from '../../../sim/engine/signal.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import type { Experiment, Finish } from '../../component.ts';
import { drawContent, EXACT_BYTES } from './content.ts';
import { download } from './download.ts';
import { FileEntry, fragmentSizes } from './flow-log.ts';
import { assertConserved } from './invariants.ts';
import { Reads } from './reads-found.ts';
import { reportUploads, type Use, useOf } from './report.ts';
import { Upload } from './upload.ts';
import { buildWorld, type World } from './world.ts';

/*
 * One run: clients upload, nodes fetch from each other what they lack, clients read back.
 */

/** Looks whether peer sync has ended. */
const SETTLE_POLL = seconds(1);

export class UploadsRun {
  private readonly experiment: Experiment;
  private readonly world: World;
  private readonly uploads: Upload[] = [];
  private readonly reads: Reads;
  private readonly observe: Readonly<
    Record<'latency' | keyof Upload['parts'], (span: Tick) => void>
  >;
  private entries = 0;
  private use: Use | undefined;

  constructor(experiment: Experiment) {
    this.experiment = experiment;
    const { simulation, measures } = experiment;
    this.world = buildWorld(experiment);
    this.reads = new Reads(measures);
    this.observe = {
      latency: measures.durations('storage.upload.latency'),
      commit: measures.durations('storage.upload.commit'),
      transfer: measures.durations('storage.upload.transfer'),
      finalise: measures.durations('storage.upload.finalise'),
    };
    const { clients, cluster, fabric } = this.world;
    const { values } = fabric;
    const uploading = clients.map((client, index) => {
      let left = values.files;
      const next = () => (left-- > 0 ? this.makeUpload(index) : undefined);
      return client.start(next, (upload) => this.ended(upload)).done;
    });
    const run = this;
    new Process<void>(simulation, 'storage/run', function* (process) {
      yield* process.until(allOf(uploading as never));
      run.use = run.measuredUse();
      const patience = simulation.now + values.settle;
      do yield* process.wait(SETTLE_POLL);
      while (!cluster.isSettled() && simulation.now < patience);
      yield* process.wait(values.readAfter as Tick);
      yield* process.until(allOf(run.startReads() as never));
      simulation.stop();
    });
  }

  private makeUpload(client: number): Upload {
    const { simulation, fidelity, jobs } = this.experiment;
    const { fileBytes, fragment } = this.world.fabric.values;
    const fragments = fragmentSizes(fileBytes, fragment).map((bytes) => {
      const id = this.entries++;
      const isReal = fidelity === 'exact' && bytes <= EXACT_BYTES;
      const stream = simulation.streams.stream(`storage/content/${id}`);
      return new FileEntry(id, bytes, isReal ? drawContent(stream, bytes, jobs) : undefined);
    });
    const upload = new Upload(this.uploads.length, client, fragments, simulation.now);
    this.uploads.push(upload);
    return upload;
  }

  private ended({ state, startedAt, endedAt, parts }: Upload): void {
    if (state !== 'finalised' || endedAt === undefined) return;
    const { observe } = this;
    observe.latency((endedAt - startedAt) as Tick);
    observe.commit(parts.commit);
    observe.transfer(parts.transfer);
    observe.finalise(parts.finalise);
  }

  /** Finalised files, or some of them, are read by another client each; those of a client in sequence. */
  private startReads(): Signal<void>[] {
    const { simulation } = this.experiment;
    const { clients, fabric } = this.world;
    const { reads } = this;
    const chosen = simulation.streams.stream('storage/reads');
    const finalised = this.uploads.filter(({ state }) => state === 'finalised');
    const picked = finalised.filter(() => chosen.chance(fabric.values.reads));
    reads.begin(simulation.now);
    return clients.map(({ address }, index) => {
      const own = picked.filter(({ client }) => (client + 1) % clients.length === index);
      const stream = simulation.streams.stream(`storage/read-order/${index}`);
      return new Process<void>(simulation, `storage/reader/${index}`, function* (process) {
        for (const { fragments, bytes } of own) {
          const started = simulation.now;
          const failure = yield* download(process, fabric, address, fragments, (nodes) =>
            stream.shuffle(nodes),
          );
          reads.end(failure, bytes, started, simulation.now);
        }
      }).done;
    });
  }

  private measuredUse(): Use {
    const { cluster, network, clients, fabric } = this.world;
    const addresses = clients.map(({ address }) => address);
    return useOf(cluster, network, addresses, fabric.counts, this.experiment.simulation.now);
  }

  readonly finish: Finish = () => {
    const { world, uploads } = this;
    const { measures } = this.experiment;
    assertConserved(world, uploads);
    reportUploads(measures, world, uploads, this.use ?? this.measuredUse());
    this.reads.report(world.fabric.counts.rejected);
  };
}
