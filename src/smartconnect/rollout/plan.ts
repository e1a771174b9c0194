// What an operator asks of a campaign (ota.md 7), as it is stored: a stored plan is read by every later version.

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

/** Cards that belong to it by any of these; each list that is not empty must name the card. */
export interface PlanCohort {
	readonly name: string;
	readonly sites: readonly string[];
	readonly models: readonly string[];
	readonly cards: readonly string[];
}

/** One wave: up to which share or count of the campaign's cards, and what lets the next one begin. */
export interface PlanWave {
	/** Cards up to this share, earlier waves included; 100 takes all. */
	readonly percent: number;
	/** At most so many cards in this wave; null sets no bound. */
	readonly cards: number | null;
	/** Only cards of this cohort; '' takes those of the campaign. */
	readonly cohort: string;
	/** Percent of the wave's cards that must run the new image. */
	readonly minConfirmed: number;
	/** Seconds between that and the next wave. */
	readonly soakS: number;
}

/** Minutes since midnight at the site; `to` at or before `from` lies on the next day. No days: every day. */
export interface PlanWindow {
	readonly days: readonly Weekday[];
	readonly fromMinute: number;
	readonly toMinute: number;
}

/** What stops a campaign by itself. */
export interface PlanStop {
	/** Reverted cards as a share of those with a result, in percent, and how many there must be at least. */
	readonly revertPercent: number;
	readonly revertCards: number;
	/** Silent cards as a share of those that were offered, in percent. */
	readonly silentPercent: number;
	/** Seconds after which a card that says nothing is silent. */
	readonly silentAfterS: number;
	/** Sites from which E_OTA_DIGEST came. */
	readonly digestSites: number;
}

export interface CampaignPlan {
	readonly id: string;
	/** Manifest digest, 64 hex digits. */
	readonly release: string;
	/** Class ids that it is for, 32 hex digits each; empty where the release says so itself. */
	readonly classes: readonly string[];
	/** Whose cards; empty takes all of the classes. */
	readonly cohorts: readonly PlanCohort[];
	/** Cards that are left out. */
	readonly exclude: readonly string[];
	/** Share of the cards, to a hundredth of a percent; can be raised later. */
	readonly percent: number;
	readonly waves: readonly PlanWave[];
	readonly windows: readonly PlanWindow[];
	/** Time zone of sites that `zones` does not name. */
	readonly zone: string;
	readonly zones: Readonly<Record<string, string>>;
	/** Cards of one site in one wave at most; null sets no limit. */
	readonly perSite: number | null;
	/** Redundant cards: of each group one in a wave at most. */
	readonly pairs: readonly (readonly string[])[];
	/** Cards with an open offer at most. */
	readonly atOnce: number;
	/** Cards that must have taken part before the campaign can complete. */
	readonly expect: number;
	readonly stop: PlanStop;
	/** Seconds that an assignment is valid: short, since aborting lets it run out. */
	readonly assignForS: number;
	/** Where cards fetch the image: over MQTT, or from the manifest's URI. */
	readonly source: 'mqtt' | 'uri';
}
