// Topics of Sparkplug B 3.0 (mqtt.md a.1). The version of the namespace is here and nowhere else.

import {codedError} from '../../../core/errors.ts';

export const NAMESPACE = 'spBv1.0';
/** The one device of a card. */
export const DEVICE = 'ups';

export interface SparkplugTopics {
	readonly nbirth: string;
	readonly ndata: string;
	readonly ndeath: string;
	readonly ncmd: string;
	readonly dbirth: string;
	readonly ddata: string;
	readonly ddeath: string;
	readonly dcmd: string;
}

function checkId(what: string, id: string): void {
	if (id === '' || /[+/#]/.test(id)) {
		const seen = JSON.stringify(id);
		const message = `Sparkplug ${what} ${seen}: at least one character is needed, and none may be +, / or #.`;
		throw codedError('E_TOPIC_INVALID', message, {[what]: id});
	}
}

/** The topics of an edge node and its device. Throws E_TOPIC_INVALID. */
export function sparkplugTopics(group: string, edgeNode: string): SparkplugTopics {
	checkId('group', group);
	checkId('edge node', edgeNode);
	const node = (verb: string) => `${NAMESPACE}/${group}/${verb}/${edgeNode}`;
	const device = (verb: string) => `${node(verb)}/${DEVICE}`;
	return {
		nbirth: node('NBIRTH'),
		ndata: node('NDATA'),
		ndeath: node('NDEATH'),
		ncmd: node('NCMD'),
		dbirth: device('DBIRTH'),
		ddata: device('DDATA'),
		ddeath: device('DDEATH'),
		dcmd: device('DCMD'),
	};
}

/** The topic on which a host says whether it is there; '' where no host is waited for. Throws E_TOPIC_INVALID. */
export function stateTopic(host: string): string {
	if (host === '') {
		return '';
	}
	checkId('host', host);
	return `${NAMESPACE}/STATE/${host}`;
}
