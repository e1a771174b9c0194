// Which addresses a card may fetch an image from: the rules of the check of a manifest (ota.md 5.2, 9), for redirects and for what
// a name stands for too, so that no name leads into the network behind the card.

import {isIPv6} from 'node:net';
import {uriProblem} from '../../../ota/check/uri.ts';
import type {UriRules} from '../../../ota/check/uri.ts';
import type {HttpPolicy} from '../http-ranges.ts';

const schemes: readonly string[] = ['http:', 'https:'];

/** Rules by which the address of a manifest was judged, for all that follows from it. */
export function httpPolicy(rules: UriRules): HttpPolicy {
	return {
		urlProblem: url => (schemes.includes(new URL(url).protocol) ? uriProblem(url, rules) : 'must be https://HOST/PATH'),
		// What stands for this machine under http was allowed by name: it may be reached.
		addressProblem: (address, url) =>
			uriProblem(`${new URL(url).protocol}//${isIPv6(address) ? `[${address}]` : address}/`, rules),
	};
}
