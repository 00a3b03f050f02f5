import type { Flow } from './flow.ts';
import { deciderFlows } from './flows/deciders.ts';
import { officeFlows } from './flows/office.ts';
import { unitFlows } from './flows/unit.ts';
import { waitingFlows } from './flows/waiting.ts';

/** Every flow that faults are tried in. */
export const flows: readonly Flow[] = [...unitFlows, ...deciderFlows, ...officeFlows, ...waitingFlows];
