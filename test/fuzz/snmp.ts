// Messages of SNMPv1 and v2c, made up and damaged, against an agent of two cards with all their objects: it never throws, every
// answer is a message that fits, says the request id and community that it was asked with, and no row is at fault.

import {SnmpAgent} from '../../src/protocols/snmp/agent.ts';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {houseOf} from '../helpers/card-house.ts';
import {headFrom, messageBytes, messageFrom} from '../helpers/snmp-messages.ts';
import type {Binding, Message} from '../helpers/snmp-messages.ts';
import type {Fuzzer} from './fuzzer.ts';

const MESSAGE_SIZE = 1472;
const FROM = {address: '127.0.0.1', port: 50_000};
const communities = ['public', 'private', 'public@s0-c1', 'private@s0-c9', 'nobody', ''];
const types = [0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0x30];
const valueTypes = [0x02, 0x04, 0x05, 0x06, 0x40, 0x41, 0x42, 0x43, 0x46, 0x44, 0x80];
const noRows = ['1.3.6.1.2.1.33.1.6.2.1', '1.3.6.1.4.1.318', '1.3.6.1.2.1.1', '0.0', '1.3', '2.4294967215'];
const numbers = [0, 1, 2, 3, 127, 131, -1, 2_147_483_647, -2_147_483_648];

function pick<T>(random: RandomStream, from: readonly T[]): T {
	return from[random.whole(0, from.length - 1)];
}

function randomBinding(random: RandomStream, names: readonly string[]): Binding {
	const more = random.whole(0, 3) === 0 ? `.${random.whole(0, 300)}.${random.whole(0, 4_294_967_295)}` : '';
	const type = pick(random, valueTypes);
	const text = type === 0x06 ? pick(random, names) : 'x'.repeat(random.whole(0, 20));
	const isText = type === 0x04 || type === 0x06 || type === 0x40;
	return {
		oid: `${pick(random, names)}${more}`,
		type,
		value: type === 0x05 ? null : isText ? text : Math.abs(pick(random, numbers)),
	};
}

function randomMessage(random: RandomStream, names: readonly string[]): Message {
	return {
		version: random.whole(0, 20) === 0 ? random.whole(-1, 4) : random.whole(0, 1),
		community: pick(random, communities),
		type: pick(random, types),
		id: pick(random, numbers),
		second: pick(random, numbers),
		third: pick(random, numbers),
		bindings: Array.from({length: random.whole(0, 5)}, () => randomBinding(random, names)),
	};
}

function damage(random: RandomStream, bytes: Uint8Array): Uint8Array {
	const damaged = random.whole(0, 3) === 0 ? bytes.slice(0, random.whole(0, bytes.length)) : bytes.slice();
	for (let i = random.whole(0, 3); i > 0 && damaged.length > 0; i--) {
		damaged[random.whole(0, damaged.length - 1)] = random.whole(0, 255);
	}
	return damaged;
}

class Target {
	readonly #agent: SnmpAgent;
	readonly #memory = new Uint8Array(2 * MESSAGE_SIZE);
	readonly #test = houseOf({count: 2});
	/** Of every object, and some that none has. */
	readonly names: readonly string[];
	#fault = '';

	constructor() {
		const mib = createMib('nmc2', this.#test.house);
		this.names = [...mib.rows.map(({oid}) => oid), ...noRows];
		this.#agent = new SnmpAgent({
			house: this.#test.house,
			mib,
			communities: [
				{name: 'public', access: 'read'},
				{name: 'private', access: 'write+'},
			],
			onFault: error => (this.#fault = error instanceof Error ? error.message : 'something else than an Error'),
		});
	}

	/** Time goes on between requests, so that what was ordered happens. */
	advance(): void {
		this.#test.advance(1000);
	}

	try(bytes: Uint8Array, asked: Message | null): void {
		const hex = Buffer.from(bytes).toString('hex');
		const answer = this.#agent.answer(bytes, FROM, 0, this.#memory);
		if (this.#fault !== '') {
			throw new Error(`a row is at fault: ${this.#fault}: ${hex}`);
		}
		if (answer === null) {
			return;
		}
		const told = asked === null ? headFrom(answer) : messageFrom(answer);
		const isRight =
			asked === null || (told.id === asked.id && told.community === asked.community && told.version === asked.version);
		if (answer.length > MESSAGE_SIZE || told.type !== 0xa2 || !isRight) {
			throw new Error(`the answer is not that to the request: ${hex}`);
		}
	}
}

export const fuzzer: Fuzzer = {
	name: 'snmp',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-snmp'));
		const target = new Target();
		for (let i = 0; i < inputs; i++) {
			const message = randomMessage(random, target.names);
			const bytes = messageBytes(message);
			const isWhole = random.whole(0, 2) === 0;
			target.try(isWhole ? bytes : damage(random, bytes), isWhole ? message : null);
			if (i % 1000 === 0) {
				target.advance();
			}
		}
	},
};
