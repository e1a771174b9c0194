// The firmware of a card as its faces see it, over the card's updates.

import {codeTexts} from '../../ota/code-texts.ts';
import {otaCodeOf, refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {hexOf} from '../../ota/bytes.ts';
import {stateNames} from '../../ota/states.ts';
import type {Who} from '../card-view.ts';
import type {FirmwareFailure, FirmwareSlot, FirmwareUpload, FirmwareView} from '../firmware-view.ts';
import {administrator, roleNames} from '../roles.ts';
import type {CardUpdate} from './card-update.ts';
import {Upload} from './upload.ts';

const PERCENT = 100;
const NONE = -1;

function versionOf(version: readonly number[]): string {
	return version.join('.');
}

export class UpdateView implements FirmwareView {
	update: CardUpdate;
	/** The one that was begun last. */
	uploading: Upload | null;

	constructor(update: CardUpdate) {
		this.update = update;
		this.uploading = null;
	}

	get takesUpdates(): boolean {
		return this.update.core.takesUpdates();
	}

	get state(): string {
		return stateNames[this.update.core.state()];
	}

	get version(): string {
		return versionOf(this.update.core.options.runningVersion);
	}

	get activeSlot(): number {
		return this.update.core.options.boot.run;
	}

	slot(which: number): FirmwareSlot {
		const report = this.update.core.life.slot(which);
		return {
			digest: report.manifestDigest === null ? '' : hexOf(report.manifestDigest),
			version: versionOf(report.version),
			securityVersion: report.securityVersion,
			bootable: report.bootable,
		};
	}

	get bootFloor(): number {
		return this.update.core.options.otp.read();
	}

	get installSequence(): number {
		return this.update.core.life.record.installFloor.sequence;
	}

	get rootVersion(): number {
		return this.update.core.kept.rootVersion;
	}

	get progress(): number {
		const receiver = this.update.receiving.receiver;
		const upload = this.uploading;
		if (receiver !== null) {
			return receiver.percent();
		}
		return this.update.receiving.isFed && upload !== null && upload.imageBytes > 0
			? Math.floor((PERCENT * upload.at) / upload.imageBytes)
			: NONE;
	}

	get campaign(): string {
		const candidate = this.update.core.kept.candidate;
		return candidate === null ? '' : candidate.campaign;
	}

	get deferred(): string {
		return this.update.core.deferred;
	}

	get trustsTime(): boolean {
		return this.update.core.time.nowS(this.update.core.ports.now()) >= 0;
	}

	get lastFailure(): FirmwareFailure | null {
		const number = this.update.core.kept.lastFailure;
		const code = otaCodeOf(number);
		return code === null ? null : {code: code, number: number, sentence: codeTexts[code]};
	}

	get failedCount(): number {
		return this.update.core.kept.failed.length;
	}

	cancel(who: Who): OtaRefusal | null {
		return forbidden(who) || this.update.cancel(who.actor, this.update.core.ports.now());
	}

	clearFailed(who: Who): number {
		return forbidden(who) === null ? this.update.clearFailed(who.actor) : 0;
	}

	upload(who: Who, timeOverride: boolean): FirmwareUpload | OtaRefusal {
		const refused = forbidden(who) || this.busy();
		if (refused !== null) {
			return refused;
		}
		this.uploading = new Upload(this.update, who, timeOverride);
		return this.uploading;
	}

	/** One installation at a time: what is under way is given up first. */
	busy(): OtaRefusal | null {
		if (!this.takesUpdates) {
			return refusal('E_OTA_AUTH_KEY_UNKNOWN', 'this card trusts no root, and so takes no firmware');
		}
		const isFree = ['STEADY', 'REVERTED', 'RECOVERY'].indexOf(this.state) >= 0 && !this.update.core.busy;
		return isFree ? null : refusal('E_OTA_CANCELLED', `the card is in ${this.state}; cancel that, or wait for its end`);
	}
}

function forbidden(who: Who): OtaRefusal | null {
	if (who.role >= 1 && who.role <= administrator) {
		return null;
	}
	const role = who.role > 0 && who.role < roleNames.length ? roleNames[who.role] : 'nobody';
	return refusal('E_OTA_NOT_ASSIGNED', `${role} may not change firmware; an administrator may`);
}
