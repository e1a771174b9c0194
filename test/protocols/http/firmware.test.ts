import test from 'ava';
import {administrator, deviceUser} from '../../../src/agent/roles.ts';
import {uploadRig} from '../../helpers/upload-rig.ts';
import {withRig} from '../../helpers/web-rig.ts';

const type = 'application/octet-stream';
const post = {method: 'POST', url: '/api/v1/firmware', type} as const;

test('an administrator uploads a release: it is received, verified, and waits for the restart', async t => {
	const {web, card, file} = await uploadRig();
	const answer = await web.ask({...post, body: file, as: web.loginAs(administrator)});
	t.is(answer.status, 200, answer.text);
	t.is((answer.json['state'] as {name: string}).name, 'VERIFIED');
	t.deepEqual(card.names(), ['otaLocalOverride', 'otaStarted', 'otaVerified']);
	await web.close();
});

test('what is wrong with an upload is said with the code of the refusal, and nothing stays of it', async t => {
	for (const [spoil, code, status] of [
		[(file: Buffer) => file.subarray(0, 9000), 'E_OTA_SIZE', 422],
		[(file: Buffer) => Buffer.concat([file, Buffer.alloc(5)]), 'E_OTA_SIZE', 422],
		[(file: Buffer) => file.subarray(0, 40), 'E_OTA_CBOR_MALFORMED', 422],
		[() => Buffer.from('no envelope at all'), 'E_OTA_ENV_SCHEMA', 422],
		[
			(file: Buffer) => {
				const other = Buffer.from(file);
				other[other.length - 3] ^= 1;
				return other;
			},
			'E_OTA_DIGEST',
			422,
		],
	] as const) {
		const {web, card, file} = await uploadRig();
		const answer = await web.ask({...post, body: spoil(file), as: web.loginAs(administrator)});
		t.is(answer.status, status, answer.text);
		t.regex(String(answer.json['detail']), new RegExp(`^${code}: `, 'u'));
		t.is(card.state, 'STEADY');
		await web.close();
	}
});

test('nothing is erased for an upload while the UPS is not ready', async t => {
	const {web, card, file} = await uploadRig();
	card.upsProblem = 'the UPS is on battery';
	const answer = await web.ask({...post, body: file, as: web.loginAs(administrator)});
	t.is(answer.status, 409);
	t.regex(String(answer.json['detail']), /E_OTA_UPS_NOT_READY: the UPS is on battery/);
	t.is(card.state, 'STEADY');
	await web.close();
});

test('one installation at a time, and an administrator gives it up', async t => {
	const {web, card, file} = await uploadRig();
	const me = web.loginAs(administrator);
	await web.ask({...post, body: file, as: me});
	t.is((await web.ask({...post, body: file, as: me})).status, 409);
	const answer = await web.ask({method: 'POST', url: '/api/v1/firmware/cancel', as: me});
	t.is(answer.status, 200, answer.text);
	t.is(card.state, 'STEADY');
	t.is((await web.ask({method: 'POST', url: '/api/v1/firmware/cancel', as: me})).status, 409);
	await web.close();
});

test('a device user installs nothing, and nobody without the token of the session', async t => {
	const {web, card, file} = await uploadRig();
	t.is((await web.ask({...post, body: file, as: web.loginAs(deviceUser)})).status, 403);
	const {cookie} = web.loginAs(administrator);
	t.is((await web.ask({...post, body: file, as: {cookie, token: 'none'}})).status, 403);
	t.is(card.state, 'STEADY');
	await web.close();
});

test('a card without a root says so, on the page too', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(administrator);
		const {json} = await rig.ask({url: '/api/v1/firmware', as: me});
		t.deepEqual((json['update'] as {available: boolean}).available, false);
		t.is((await rig.ask({...post, body: 'x', as: me})).status, 422);
		t.regex((await rig.ask({url: '/about', as: me})).text, /trusts no root document/);
	});
});

test('the page shows the slots and offers an upload to an administrator only', async t => {
	const {web} = await uploadRig();
	const {text} = await web.ask({url: '/about', as: web.loginAs(administrator)});
	t.regex(text, /<dt>Slot A<\/dt><dd>1\.1\.0 \([0-9a-f]{16}\), runs<\/dd>/);
	t.regex(text, /<form data-firmware="\/api\/v1\/firmware\?card=/);
	t.notRegex((await web.ask({url: '/about', as: web.loginAs(deviceUser)})).text, /data-firmware=/);
	await web.close();
});
