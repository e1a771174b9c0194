// Who asks, as the engine sees it, whichever version of SNMP said so; and the views that say what may be seen (RFC 3415).

import {compareOids, isUnder, oidBytes} from '../../codec/ber-oid.ts';
import {codedError} from '../../core/errors.ts';

/** nmc.md 11: `write` sets only while nobody is logged on to the card, `write+` at any time. */
export const accessTypes = ['disable', 'read', 'write', 'write+'] as const;
export type Access = (typeof accessTypes)[number];

/** Throws E_USAGE. */
export function accessOf(text: string): Access {
	const access = accessTypes.find(known => known === text);
	if (access === undefined) {
		throw codedError('E_USAGE', `${text} is no access of SNMP: write one of ${accessTypes.join(', ')}.`, {
			access: text,
		});
	}
	return access;
}

/** Subtrees as dotted OBJECT IDENTIFIERs; the longest that fits a name decides. */
export interface ViewSpec {
	readonly included: readonly string[];
	readonly excluded: readonly string[];
}

interface Family {
	readonly name: Uint8Array;
	readonly included: boolean;
}

/** What part of a MIB is to be seen. */
export class View {
	/** Longest first. */
	readonly #families: readonly Family[];

	/** Throws E_USAGE where a subtree is no OBJECT IDENTIFIER. */
	constructor(spec: ViewSpec) {
		this.#families = [...familiesOf(spec.included, true), ...familiesOf(spec.excluded, false)].sort(
			(a, b) => b.name.length - a.name.length || compareOids(a.name, 0, a.name.length, b.name, 0, b.name.length),
		);
	}

	/** Whether the name of these octets is to be seen. */
	sees(bytes: Uint8Array, from: number, to: number): boolean {
		return this.#families.find(({name}) => isUnder(bytes, from, to, name))?.included ?? false;
	}
}

function familiesOf(oids: readonly string[], included: boolean): Family[] {
	return oids.map(oid => {
		const name = oidBytes(oid);
		if (name === null) {
			throw codedError(
				'E_USAGE',
				`${oid} is no subtree of a view: write a dotted OBJECT IDENTIFIER, such as 1.3.6.1.2.1.`,
				{
					oid,
				},
			);
		}
		return {name, included};
	});
}

/** Made once for each community or user, and handed to the engine with every request. */
export interface Principal {
	/** For events: nothing secret, so of a community its place in the list and not its name. */
	readonly name: string;
	readonly access: Access;
	/** One of roles.ts, for what it sets and orders. */
	readonly role: number;
	/** Null where everything is to be seen. */
	readonly view: View | null;
}
