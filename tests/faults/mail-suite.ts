import { repeatAll } from './check-outcome.ts'
import {
  changeOfMindCases,
  clockCases,
  commandCases,
  holdCases,
  interruptedCommandCases,
  interruptedRetryCases,
  unknownCases,
} from './command-cases.ts'
import { departureCases } from './departure-cases.ts'
import { effectCases, invocationCases } from './effect-cases.ts'
import { inFamily } from './fault-case.ts'
import { fewShardsEdits } from './few-shards.ts'
import { clickAndQueueCases } from './people/click-cases.ts'
import { feedbackCrashCases, visitorCrashCases } from './people/crash-cases.ts'
import { dependencyCases } from './people/dependency-cases.ts'
import { oneClickCases } from './people/one-click-cases.ts'
import { poisonCases } from './people/poison-cases.ts'
import { paceAndRefusalCases } from './people/ses-cases.ts'
import { twiceCases } from './people/twice-cases.ts'
import { visitorFaultCases } from './people/visitor-fault-cases.ts'
import { zombieCases } from './people/zombie-cases.ts'
import { play } from './play.ts'
import { openStage } from './stage.ts'
import { busCases, conflictCases, queueCases, sesCases } from './story-cases.ts'
import { suiteOf } from './suite.ts'
import { uploadCases } from './upload-cases.ts'

/** An issue, from the request for its run to the last event of SES. */
export const mailSuite = suiteOf({
  name: 'mails',
  cases: [
    ...inFamily('dependency', effectCases),
    ...inFamily('crash', invocationCases),
    ...inFamily('SES', sesCases),
    ...inFamily('dependency', conflictCases),
    ...inFamily('delivery', queueCases),
    ...inFamily('delivery', busCases),
    ...inFamily('delivery', changeOfMindCases),
    ...inFamily('command', commandCases),
    ...inFamily('command', holdCases, 'send: work item received'),
    ...inFamily('command', interruptedCommandCases),
    ...inFamily('command', interruptedRetryCases),
    ...inFamily('clock', clockCases, 'send: pair claimed'),
    ...inFamily('SES', unknownCases, 'send: SES accepted (response lost)'),
    ...inFamily('delivery', uploadCases),
    ...inFamily('delivery', departureCases, 'unsubscribe: status switched'),
    ...inFamily('crash', visitorCrashCases),
    ...inFamily('crash', oneClickCases),
    ...inFamily('crash', feedbackCrashCases),
    ...inFamily('crash', twiceCases),
    ...inFamily('zombie', zombieCases),
    ...inFamily('delivery', clickAndQueueCases),
    ...inFamily('poison', poisonCases),
    ...inFamily('dependency', dependencyCases),
    ...inFamily('dependency', visitorFaultCases),
    ...inFamily('SES', paceAndRefusalCases),
  ],
  roundSize: 15,
  edits: fewShardsEdits,
  open: (options) => openStage(undefined, options),
  play,
  repeat: repeatAll,
})
