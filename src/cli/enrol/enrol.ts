// Enrols cards with mosquitto: adds them to a directory, gives them what they prove themselves with, and writes mosquitto's files.

import {resolve} from 'node:path';
import {codedError} from '../../core/errors.ts';
import {aclFile, mosquittoConf} from '../../protocols/mqtt/mosquitto-files.ts';
import {EnrolmentFolder} from './folder.ts';
import type {Enrolment} from './folder.ts';
import {PASSWORDS_FILE, issueCertificates, issuePasswords} from './issue.ts';
import type {Enrolled} from './issue.ts';
import type {Plan} from './plan.ts';

const ports = {certificates: 8883, passwords: 1883} as const;

export interface EnrolmentResult {
	/** Absolute. */
	readonly directory: string;
	readonly proof: 'certificates' | 'passwords';
	/** All of the directory: earlier cards, those of this run, and last the service. */
	readonly enrolled: readonly Enrolled[];
}

function refuseOther(plan: Plan, before: Enrolment): void {
	const proof = before.proof === 'passwords' ? 'write --passwords' : 'leave --passwords out';
	const rows = [
		{same: plan.proof === before.proof, what: `its cards prove themselves by ${before.proof}: ${proof}`},
		{
			same: plan.service === before.service,
			what: `its service is ${before.service}: write --service ${before.service}`,
		},
	];
	for (const {same, what} of rows) {
		if (!same) {
			throw codedError('E_ENROL_INVALID', `--out ${plan.directory}: ${what}, or choose another directory.`, {
				directory: plan.directory,
			});
		}
	}
}

/** What was enrolled and what is to be: cards are added, what is not given stays. */
function merged(plan: Plan, before: Enrolment | null): Enrolment {
	return {
		proof: plan.proof,
		service: plan.service,
		brokerNames: plan.brokerNames ?? before?.brokerNames ?? [],
		sparkplugGroup: plan.sparkplugGroup ?? before?.sparkplugGroup ?? null,
		homeAssistant: plan.homeAssistant || before?.homeAssistant === true,
		cards: [...new Set([...(before?.cards ?? []), ...plan.cards])],
	};
}

function writeBrokerFiles(folder: EnrolmentFolder, enrolment: Enrolment): void {
	const {proof} = enrolment;
	folder.write('acl', aclFile(enrolment));
	const conf = mosquittoConf({
		port: ports[proof],
		host: null,
		tls:
			proof === 'certificates'
				? {ca: folder.path('ca.crt'), cert: folder.path('broker.crt'), key: folder.path('broker.key')}
				: null,
		passwordFile: proof === 'passwords' ? folder.path(PASSWORDS_FILE) : null,
		aclFile: folder.path('acl'),
	});
	folder.write('mosquitto.conf', conf);
}

/** Throws E_ENROL_INVALID, E_FILE_UNREADABLE, E_FILE_UNWRITABLE; what was enrolled before stays whole. */
export async function enrol(plan: Plan): Promise<EnrolmentResult> {
	const folder = new EnrolmentFolder(resolve(plan.directory));
	const before = folder.load();
	if (before !== null) {
		refuseOther(plan, before);
	}
	const enrolment = merged(plan, before);
	folder.save(enrolment);
	const enrolled =
		plan.proof === 'certificates'
			? await issueCertificates(folder, enrolment, plan.days)
			: issuePasswords(folder, enrolment);
	writeBrokerFiles(folder, enrolment);
	return {directory: folder.directory, proof: plan.proof, enrolled};
}
