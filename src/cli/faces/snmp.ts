// The SNMP agent of the options, with its traps.

import {codedError} from '../../core/errors.ts';
import {parseCardListen, placeOfCard} from '../../platform/node/listen-address.ts';
import {createMib} from '../../protocols/snmp/flavours.ts';
import {receiverDefaults} from '../../protocols/snmp/notify/receivers.ts';
import type {Receiver} from '../../protocols/snmp/notify/receivers.ts';
import {openSnmp} from '../../protocols/snmp/open.ts';
import {quirks} from '../../protocols/snmp/quirks.ts';
import {usmUserFrom} from '../../protocols/snmp/usm/users.ts';
import type {UsmUser} from '../../protocols/snmp/usm/users.ts';
import {cardAddressOf} from './place.ts';
import type {FacePlace, OpenFace} from './place.ts';

const PUBLIC = [{name: 'public', access: 'read'}];

/** Who proves who he is may set; the card's manual has one switch for reading and setting by SNMPv3 (snmp.md (e)). */
function usersOf({given}: FacePlace): UsmUser[] {
	return given.snmpUser.map(user => usmUserFrom(user, user.auth === '' ? 'read' : 'write+'));
}

function checkQuirks(names: readonly string[]): void {
	const unknown = names.find(name => quirks.every(quirk => quirk.name !== name));
	if (unknown !== undefined) {
		throw codedError(
			'E_USAGE',
			`No quirk is called ${unknown}; there are ${quirks.map(({name}) => name).join(', ')}.`,
			{
				option: '--quirk',
			},
		);
	}
}

function receiversOf({given}: FacePlace, users: readonly UsmUser[]): Receiver[] {
	const [user = null] = users;
	const wantsUser = given.trapTo.some(({form}) => form.startsWith('v3'));
	if (wantsUser && user === null) {
		throw codedError('E_USAGE', 'A receiver of SNMPv3 traps needs a user: name one with --snmp-user.', {
			option: '--trap-to',
		});
	}
	const community = given.snmpCommunity[0]?.name ?? receiverDefaults.community;
	return given.trapTo.map(receiver => ({
		...receiverDefaults,
		...receiver,
		community,
		user: receiver.form.startsWith('v3') ? user : null,
		vocabulary: given.traps,
	}));
}

export const openSnmpFace: OpenFace = async place => {
	const {house, given, clock, store, io} = place;
	if (given.snmp === undefined && given.trapTo.length === 0) {
		return null;
	}
	checkQuirks(given.quirk);
	const users = usersOf(place);
	const listen = given.snmp === undefined ? null : parseCardListen(given.snmp, house.count);
	const perCard = listen === null || listen.each === 'one' ? undefined : (card: number) => placeOfCard(listen, card);
	const opened = await openSnmp({
		house,
		clock,
		store,
		users,
		receivers: receiversOf(place, users),
		mib: createMib(given.card, house),
		quirks: given.quirk,
		listen: listen?.first ?? null,
		perCard,
		communities: given.snmpCommunity.length === 0 ? PUBLIC : given.snmpCommunity,
		counter: place.counts.counter('snmp'),
		started: 'coldStart',
		loggedOn: () => place.isLoggedOn(),
		onError: error => io.note(`A trap could not be sent: ${error.message}.`),
	});
	const {server} = opened;
	return {
		at: server === null || listen === null ? undefined : cardAddressOf(server, listen),
		close: async () => opened.close(),
	};
};
