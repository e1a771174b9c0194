// net-snmp's own tools as managers of an engine with the user-based security model.

import {execFile} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {promisify} from 'node:util';
import type {ExecutionContext} from 'ava';
import {answerV3} from '../../../../src/protocols/snmp/usm/answer.ts';
import {needs} from '../../../helpers/needs.ts';
import {rigOf} from './rig.ts';
import type {Rig} from './rig.ts';

const run = promisify(execFile);
const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const judge = needs('snmpget');

interface Asked {
	readonly stdout: string;
	readonly stderr: string;
}

/** What snmpget prints against `rig` on a socket of loopback. */
async function ask(t: ExecutionContext, rig: Rig, options: readonly string[]): Promise<Asked> {
	const socket = createSocket('udp4');
	t.teardown(() => socket.close());
	socket.on('message', (message, from) => {
		const answer = answerV3(rig.service, message, from.address);
		if (answer !== null) {
			socket.send(answer, from.port, from.address);
		}
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const to = `127.0.0.1:${socket.address().port}`;
	const common = ['-v3', '-t', '2', '-r', '0', '-On', ...options, to, SYS_DESCR];
	return run('snmpget', common, {env: {...process.env, MIBS: '', SNMPCONFPATH: '/nonexistent'}}).catch(
		(error: Asked) => error,
	);
}

const AUTHS = ['MD5', 'SHA', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'];
const PRIVS = ['DES', 'AES'];

for (const auth of AUTHS) {
	for (const priv of PRIVS) {
		judge(`snmpget is answered with ${auth} and ${priv}`, async t => {
			const rig = rigOf({users: [`ops:${auth}:first-phrase:${priv}:second-phrase`]});
			const secrets = ['-a', auth, '-A', 'first-phrase', '-x', priv, '-X', 'second-phrase'];
			const {stdout} = await ask(t, rig, ['-u', 'ops', '-l', 'authPriv', ...secrets]);
			t.is(stdout.trim(), `.${SYS_DESCR} = STRING: "text of 0"`);
		});
	}
}

for (const [form, theirs] of [
	['AES256', 'AES-256-C'],
	['AES256B', 'AES-256'],
] as const) {
	judge(`snmpget is answered with ${form}, which it calls ${theirs}`, async t => {
		const rig = rigOf({users: [`ops:SHA:first-phrase:${form}:second-phrase`]});
		const secrets = ['-a', 'SHA', '-A', 'first-phrase', '-x', theirs, '-X', 'second-phrase'];
		const {stdout} = await ask(t, rig, ['-u', 'ops', '-l', 'authPriv', ...secrets]);
		t.is(stdout.trim(), `.${SYS_DESCR} = STRING: "text of 0"`);
	});
}

judge('snmpget is answered without passphrases, with a blank in the name and for another card', async t => {
	const rig = rigOf({users: ['apc snmp profile1']});
	const {stdout} = await ask(t, rig, ['-u', 'apc snmp profile1', '-l', 'noAuthNoPriv', '-n', 'c1']);
	t.regex(stdout, /text of 1/);
});

const users = ['ops:SHA:first-phrase:AES:second-phrase'];
const refused: readonly (readonly [title: string, options: readonly string[], says: RegExp])[] = [
	[
		'a wrong passphrase',
		['-u', 'ops', '-l', 'authNoPriv', '-a', 'SHA', '-A', 'wrong-phrase'],
		/Authentication failure/,
	],
	['an unknown user', ['-u', 'root', '-l', 'authNoPriv', '-a', 'SHA', '-A', 'first-phrase'], /Unknown user name/],
	['no digest', ['-u', 'ops', '-l', 'noAuthNoPriv'], /Unsupported security level/],
	[
		'a wrong privacy passphrase',
		['-u', 'ops', '-l', 'authPriv', '-a', 'SHA', '-A', 'first-phrase', '-x', 'AES', '-X', 'wrong-phrase'],
		/Decryption error/,
	],
	['an unknown card', ['-u', 'ops', '-l', 'authNoPriv', '-a', 'SHA', '-A', 'first-phrase', '-n', 'c9'], /context/i],
];

for (const [title, options, says] of refused) {
	judge(`snmpget says of ${title} what the report says`, async t => {
		const {stdout, stderr} = await ask(t, rigOf({users}), options);
		t.regex(`${stdout}${stderr}`, says);
	});
}
