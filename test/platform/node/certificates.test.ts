import {X509Certificate, createPrivateKey} from 'node:crypto';
import test from 'ava';
import {
	coversHosts,
	createAuthority,
	issueClient,
	issueServer,
	validUntil,
} from '../../../src/platform/node/certificates.ts';

const MS_PER_DAY = 86_400_000;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

test('a client certificate is signed by its authority, names the client and is for clients', async t => {
	const authority = await createAuthority('Test', 30);
	const {cert, key} = await issueClient(authority, {name: '35/card-a', days: 10});
	const certificate = new X509Certificate(cert);
	const ca = new X509Certificate(authority.cert);
	t.true(certificate.verify(ca.publicKey));
	t.true(certificate.checkIssued(ca));
	t.is(certificate.subject, 'CN=35/card-a');
	t.false(certificate.ca);
	t.true(ca.ca);
	t.deepEqual(certificate.keyUsage, [CLIENT_AUTH]);
	t.is(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
	t.is(certificate.serialNumber.length, 32);
	t.true(certificate.checkPrivateKey(createPrivateKey(key)));
});

test('a server certificate covers localhost, 127.0.0.1 and the given hosts, and no other', async t => {
	const authority = await createAuthority('Test', 30);
	const hosts = ['broker.example', '192.0.2.7', '2001:db8::7'];
	const {cert} = await issueServer(authority, {name: 'broker', hosts, days: 10});
	t.true(coversHosts(cert, ['localhost', '127.0.0.1', ...hosts]));
	t.false(coversHosts(cert, ['other.example']));
	t.false(coversHosts(cert, ['192.0.2.8']));
	t.deepEqual(new X509Certificate(cert).keyUsage, [SERVER_AUTH]);
});

test('a certificate ends after its days, or with its authority', async t => {
	const authority = await createAuthority('Test', 5);
	const short = await issueClient(authority, {name: 'a', days: 2});
	const long = await issueClient(authority, {name: 'b', days: 50});
	t.true(Math.abs(validUntil(short.cert) - Date.now() - 2 * MS_PER_DAY) < 60_000);
	t.is(validUntil(long.cert), validUntil(authority.cert));
});

test('two certificates of one client have different keys and serial numbers', async t => {
	const authority = await createAuthority('Test', 5);
	const first = await issueClient(authority, {name: 'a', days: 2});
	const second = await issueClient(authority, {name: 'a', days: 2});
	t.not(new X509Certificate(first.cert).serialNumber, new X509Certificate(second.cert).serialNumber);
	t.not(first.key, second.key);
});
