import {
  Chain,
  type CommittedBlock,
  type Misbehaviour,
} from '../../../../models/chain/consensus/message-level.ts';
import { joinOneByOne } from '../../../../models/chain/consensus/peers.ts';
import { MessageProcessor } from '../../../../models/chain/consensus/processor.ts';
import { chainPresets, settingsOf } from '../../../../models/chain/presets.ts';
import { ProposerRotation } from '../../../../models/chain/proposer.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { type Fault, injectFaults } from '../../../../sim/network/faults.ts';
import { MatrixLatency } from './uniform-latency.ts';
import { MessageNetwork } from '../../../../sim/network/messages.ts';
import { seconds, type Tick } from '../../../../sim/time.ts';
