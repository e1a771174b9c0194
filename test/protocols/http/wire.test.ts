// The face on a port: what no injected request shows.

import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {request as secureRequest} from 'node:https';
import test from 'ava';
import {createAuthority, issueServer} from '../../../src/platform/node/certificates.ts';
import {openHttp} from '../../../src/protocols/http/server.ts';
import type {HttpFace} from '../../../src/protocols/http/server.ts';
import {webRig} from '../../helpers/web-rig.ts';
import type {WebRig} from '../../helpers/web-rig.ts';

async function withPort(run: (face: HttpFace, rig: WebRig) => Promise<void>): Promise<void> {
	const rig = await webRig();
	const face = await openHttp(rig.options);
	try {
		await run(face, rig);
	} finally {
		await face.close();
		await rig.close();
	}
}

/** Everything that comes until the other end closes, or until `until` has come. */
function talk(face: HttpFace, text: string, until: RegExp | null): Promise<{text: string; socket: Socket}> {
	return new Promise((resolve, reject) => {
		const socket = connect(face.port, '127.0.0.1', () => socket.write(text));
		let got = '';
		socket.on('data', data => {
			got += data.toString();
			if (until?.test(got) === true) {
				resolve({text: got, socket});
			}
		});
		socket.on('close', () => resolve({text: got, socket}));
		socket.on('error', reject);
	});
}

test('what is no HTTP is answered with 400 and cut off', async t => {
	await withPort(async face => {
		const {text} = await talk(face, 'EHLO there\r\n\r\n', null);
		t.regex(text, /^HTTP\/1\.1 400 /);
		t.notRegex(text, /node|Parse/i);
	});
});

test('headers that are too large are refused', async t => {
	await withPort(async face => {
		const {text} = await talk(face, `GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, null);
		t.regex(text, /^HTTP\/1\.1 431 /);
	});
});

test('a body that is longer than it may be is not read to its end', async t => {
	await withPort(async face => {
		const head = 'POST /login HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\n';
		const {text, socket} = await talk(face, `${head}content-length: 10000000\r\n\r\nname=`, /\r\n\r\n/);
		socket.destroy();
		t.regex(text, /^HTTP\/1\.1 413 /);
	});
});

test('the state comes as it changes, events with their sequence, and what was missed is told to who comes back', async t => {
	await withPort(async (face, rig) => {
		const {cookie} = rig.loginAs(4);
		const ask = (more: string): string =>
			`GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${cookie}\r\n${more}\r\n`;
		rig.test.advance(60_000);
		const first = await talk(face, ask(''), /event: status\ndata: .*\n\n/);
		t.regex(first.text, /content-type: text\/event-stream/);
		t.regex(first.text, /"status":\["OL"\]/);
		first.socket.destroy();
		rig.test.utility(0, 0);
		rig.test.advance(5000);
		const back = await talk(face, ask('last-event-id: 0\r\n'), /"event":"onBattery"/);
		back.socket.destroy();
		t.regex(back.text, /id: \d+\nevent: entry\ndata: \{"sequence":\d+/);
		t.regex(back.text, /"status":\["OB","DISCHRG"\]/);
	});
});

test('a stream ends with its session, which it does not keep alive', async t => {
	await withPort(async (face, rig) => {
		const {cookie} = rig.loginAs(4);
		const head = `GET /live HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${cookie}\r\n\r\n`;
		const stream = talk(face, head, /event: end/);
		const timer = setInterval(() => rig.clock.advance(10_000), 5);
		const {text, socket} = await stream;
		clearInterval(timer);
		socket.destroy();
		t.regex(text, /event: page\n/);
		t.is((await rig.ask({url: '/api/v1/session', as: {cookie, token: ''}})).status, 401);
	});
});

test('an address that is taken is told with what would be right', async t => {
	await withPort(async (face, rig) => {
		const error = await t.throwsAsync(openHttp({...rig.options, listen: {host: '127.0.0.1', port: face.port}}));
		t.is((error as {code?: string}).code, 'E_PORT_TAKEN');
		t.regex(error.message, /port 0/);
	});
});

test('with TLS the cookie is for this host alone and never goes over plain HTTP', async t => {
	const rig = await webRig();
	const authority = await createAuthority('test', 2);
	const {key, cert} = await issueServer(authority, {name: 'card', days: 2, hosts: ['127.0.0.1']});
	const face = await openHttp({...rig.options, tls: {key, cert}});
	const {id} = rig.accounts.sessions.begin('ann', 4, 'web') ?? {id: ''};
	const answer = await new Promise<{status: number; headers: Record<string, unknown>}>((resolve, reject) => {
		const ask = secureRequest(
			{
				host: '127.0.0.1',
				port: face.port,
				path: '/api/v1/session',
				ca: authority.cert,
				headers: {cookie: `__Host-ridethrough=${id}`},
			},
			response => {
				response.resume();
				resolve({status: response.statusCode ?? 0, headers: response.headers});
			},
		);
		ask.on('error', reject).end();
	});
	t.is(answer.status, 200);
	t.regex(String(answer.headers['strict-transport-security']), /max-age/);
	await face.close();
	await rig.close();
});
