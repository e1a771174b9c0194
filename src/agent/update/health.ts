// What a new image must show before it may stay (ota.md 6.5), and the clock that it has for it.

import {SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {healthFailed, healthPassed} from './ports.ts';
import type {UpdateLimits, UpdatePorts} from './ports.ts';

/** The checks, by number: each is asked of the ports. All but the cloud's are local, for a site may be offline. Append only. */
export const healthChecks = [
	/** The configuration was read, and its migrated copy is valid. */
	'configuration',
	/** The UPS answered three polls, of the same model and serial as before. */
	'ups',
	/** No outlet and no output changed by the restart. */
	'outlets',
	'network',
	/** At least one of cloud session and local web server answers. */
	'reachable',
	/** Clock, event log and alarm table are loaded. */
	'stores',
	'memory',
	/** What runs tells the version that it was signed as. */
	'version',
] as const;

export type HealthCheck = (typeof healthChecks)[number];

/** Checks are asked this often, and the watchdog is fed with each. */
const ASK_EVERY_MS = 5 * SECOND;

/** Nothing decided yet, or health has passed; otherwise why it failed. */
export type TrialVerdict = 'open' | 'passed' | OtaRefusal;

export class Trial {
	ports: UpdatePorts;
	limits: UpdateLimits;
	/** When it was last asked, and how long its clock has run: it stands still on battery. */
	askedAt: Millis;
	ranMs: Millis;
	startedAt: Millis;

	constructor(ports: UpdatePorts, limits: UpdateLimits, t: Millis) {
		this.ports = ports;
		this.limits = limits;
		this.askedAt = t;
		this.ranMs = 0;
		this.startedAt = t;
	}

	/** Asks all checks; `paused` while shutdown duties go first (6.6). */
	ask(t: Millis, paused: boolean): TrialVerdict {
		this.ports.feedWatchdog();
		this.ranMs += paused ? 0 : t - this.askedAt;
		this.askedAt = t;
		return paused ? 'open' : this.judge(t);
	}

	nextAt(): Millis {
		return this.askedAt + ASK_EVERY_MS;
	}

	judge(t: Millis): TrialVerdict {
		let open = '';
		for (let check = 0; check < healthChecks.length; check++) {
			const found = this.ports.health(check);
			if (found === healthFailed) {
				return refusal('E_OTA_HEALTH', `The check of ${healthChecks[check]} failed.`);
			}
			if (found !== healthPassed) {
				open += open === '' ? healthChecks[check] : `, ${healthChecks[check]}`;
			}
		}
		if (open === '' && t - this.startedAt >= this.limits.settleMs) {
			return 'passed';
		}
		return this.ranMs < this.limits.healthMs
			? 'open'
			: refusal('E_OTA_TRIAL_TIMEOUT', `These checks did not pass in time: ${open === '' ? 'settling' : open}.`);
	}
}
