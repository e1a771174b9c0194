import test from 'ava';
import {parseCardListen, placeOfCard} from '../../../src/platform/node/listen-address.ts';

function placesOf(text: string, cards: number): string[] {
	const listen = parseCardListen(text, cards);
	return Array.from({length: cards}, (_, card) => {
		const {host, port} = placeOfCard(listen, card);
		return `${host} ${port}`;
	});
}

test('cards listen at one place, on ports in a row, or at addresses in a row', t => {
	t.deepEqual(placesOf('127.0.0.1:161', 2), ['127.0.0.1 161', '127.0.0.1 161']);
	t.deepEqual(placesOf('127.0.0.1:2000+', 3), ['127.0.0.1 2000', '127.0.0.1 2001', '127.0.0.1 2002']);
	t.deepEqual(placesOf('[::1]:2000+', 2), ['::1 2000', '::1 2001']);
	t.deepEqual(placesOf('127.1.0.254+:161', 3), ['127.1.0.254 161', '127.1.0.255 161', '127.1.1.0 161']);
	t.deepEqual(placesOf('127.0.0.1:0+', 2), ['127.0.0.1 0', '127.0.0.1 0']);
});

for (const [text, cards, said] of [
	['127.0.0.1:65535+', 2, /2 ports from 65535 on go beyond 65535/],
	['localhost+:161', 2, /counts up from an IPv4 address/],
	['255.255.255.255+:161', 2, /more than there are/],
	['127.0.0.1+', 2, /is no address to listen on/],
] as const) {
	test(`${text} for ${cards} cards is refused with what would be right`, t => {
		t.throws(() => parseCardListen(text, cards), {message: said});
	});
}
