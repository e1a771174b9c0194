// Certificates for a broker and its clients from an authority of our own: EC P-256, signed with SHA-256.

// The package registers its parts with it when it is loaded, so it comes first.
// oxlint-disable-next-line import/no-unassigned-import
import 'reflect-metadata';
import {X509Certificate, createPrivateKey, randomBytes, webcrypto} from 'node:crypto';
import {isIP} from 'node:net';
import * as x509 from '@peculiar/x509';

const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const SERIAL_BYTES = 16;
const MS_PER_DAY = 86_400_000;
/** A card whose clock runs late must not find its own certificate to be of tomorrow. */
const EARLIER_MS = MS_PER_DAY;

/** A certificate and its private key (PKCS #8), as PEM texts. */
export interface Issued {
	readonly cert: string;
	readonly key: string;
}

export interface ClientRequest {
	/** The common name, at most 64 characters. */
	readonly name: string;
	/** Days from now; never longer than the authority's own. */
	readonly days: number;
}

export interface ServerRequest extends ClientRequest {
	/** DNS names and IP addresses besides localhost and 127.0.0.1. */
	readonly hosts: readonly string[];
}

type Keys = webcrypto.CryptoKeyPair;

/** Positive and of full length: the first byte is from 0x40 to 0x7f (RFC 5280 4.1.2.2). */
function serialNumber(): string {
	const bytes = randomBytes(SERIAL_BYTES);
	bytes[0] = (bytes[0] & 0x3f) | 0x40;
	return bytes.toString('hex');
}

async function newKeys(): Promise<Keys> {
	return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
	return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

async function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
	const pkcs8 = createPrivateKey(pem).export({type: 'pkcs8', format: 'der'});
	return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}

/** Ends with the day `days` from now, or earlier with the authority. */
function validity(days: number, latest: Date | null): {notBefore: Date; notAfter: Date} {
	const now = Date.now();
	const wanted = new Date(now + days * MS_PER_DAY);
	return {notBefore: new Date(now - EARLIER_MS), notAfter: latest !== null && latest < wanted ? latest : wanted};
}

function hostName(host: string): x509.GeneralName {
	return new x509.GeneralName(isIP(host) === 0 ? 'dns' : 'ip', host);
}

/** A new authority. It signs end certificates only: no authority below it. */
export async function createAuthority(name: string, days: number): Promise<Issued> {
	const keys = await newKeys();
	const cert = await x509.X509CertificateGenerator.createSelfSigned(
		{
			serialNumber: serialNumber(),
			name: [{CN: [name]}],
			...validity(days, null),
			signingAlgorithm: algorithm,
			keys,
			extensions: [
				new x509.BasicConstraintsExtension(true, 0, true),
				new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
				await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
			],
		},
		webcrypto,
	);
	return {cert: `${cert.toString('pem')}\n`, key: await pemOf(keys.privateKey)};
}

/** What every end certificate says: no authority, and a key that signs (all that TLS needs of an EC key). */
async function endExtensions(keys: Keys, authority: x509.X509Certificate): Promise<x509.Extension[]> {
	return [
		new x509.BasicConstraintsExtension(false, undefined, true),
		new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
		await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
		await x509.AuthorityKeyIdentifierExtension.create(authority, false, webcrypto),
	];
}

async function issue(
	authority: Issued,
	request: ClientRequest,
	extensions: readonly x509.Extension[],
): Promise<Issued> {
	const issuer = new x509.X509Certificate(authority.cert);
	const keys = await newKeys();
	const cert = await x509.X509CertificateGenerator.create(
		{
			serialNumber: serialNumber(),
			subject: [{CN: [request.name]}],
			issuer: issuer.subjectName,
			...validity(request.days, issuer.notAfter),
			signingAlgorithm: algorithm,
			publicKey: keys.publicKey,
			signingKey: await signingKey(authority.key),
			extensions: [...(await endExtensions(keys, issuer)), ...extensions],
		},
		webcrypto,
	);
	return {cert: `${cert.toString('pem')}\n`, key: await pemOf(keys.privateKey)};
}

/** A certificate of a client: a card, or the service. */
export async function issueClient(authority: Issued, request: ClientRequest): Promise<Issued> {
	return issue(authority, request, [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]);
}

/** A certificate of the broker, for localhost, 127.0.0.1 and the given hosts. */
export async function issueServer(authority: Issued, request: ServerRequest): Promise<Issued> {
	const hosts = [...new Set(['localhost', '127.0.0.1', ...request.hosts])];
	return issue(authority, request, [
		new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
		new x509.SubjectAlternativeNameExtension(hosts.map(hostName)),
	]);
}

/** The end of a certificate's validity, ms since 1970. Throws what the platform does when it is no certificate. */
export function validUntil(cert: string): number {
	return Date.parse(new X509Certificate(cert).validTo);
}

/** Whether a server's certificate is for all of the hosts. Throws what the platform does when it is no certificate. */
export function coversHosts(cert: string, hosts: readonly string[]): boolean {
	const certificate = new X509Certificate(cert);
	const check = (host: string) => (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host));
	return hosts.every(host => check(host) !== undefined);
}
