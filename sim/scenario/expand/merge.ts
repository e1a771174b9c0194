// What a file gets from the files that it includes at its top: variables, sites, devices and firmware.

import {childOf} from '../tree.ts';
import type {ListTree, MapEntry, MapTree, Tree} from '../tree.ts';

/** Keys of a file that others can give it. */
export const sharedKeys: readonly string[] = ['variables', 'sites', 'devices', 'firmware'];

/** Told of two values of one key of which neither goes before the other. */
export type Clash = (path: string, first: MapEntry, second: MapEntry) => void;

/** `own` with the shared parts of `other`: maps key by key, where that of `own` stays, and lists one behind the other. */
export function merged(own: MapTree, other: MapTree, clash: Clash): MapTree {
	return mergedMaps(listed(own), listed(onlyShared(other)), '', clash);
}

function onlyShared({entries, ...tree}: MapTree): MapTree {
	return {...tree, entries: entries.filter(({key}) => sharedKeys.includes(key))};
}

/** With its devices as a list, also where there is only one map of them. */
function listed({entries, ...tree}: MapTree): MapTree {
	return {
		...tree,
		entries: entries.map(entry =>
			entry.key === 'devices' && entry.value.kind === 'map'
				? {...entry, value: {kind: 'list', place: entry.value.place, items: [entry.value]} satisfies ListTree}
				: entry,
		),
	};
}

function mergedMaps(own: MapTree, other: MapTree, path: string, clash: Clash): MapTree {
	const given = new Map(other.entries.map(entry => [entry.key, entry]));
	const kept = own.entries.map(entry => {
		const second = given.get(entry.key);
		given.delete(entry.key);
		return second === undefined ? entry : mergedEntries(entry, second, path, clash);
	});
	return {...own, entries: [...kept, ...given.values()]};
}

function mergedEntries(own: MapEntry, other: MapEntry, parent: string, clash: Clash): MapEntry {
	const path = parent === '' ? own.key : `${parent}.${own.key}`;
	const value = parent === 'variables' ? mergedVariables(own.value, other.value) : undefined;
	if (value !== undefined) {
		return {...own, value};
	}
	if (own.value.kind === 'map' && other.value.kind === 'map' && parent !== 'variables') {
		return {...own, value: mergedMaps(own.value, other.value, path, clash)};
	}
	if (own.value.kind === 'list' && other.value.kind === 'list') {
		return {...own, value: {...own.value, items: [...own.value.items, ...other.value.items]}};
	}
	// A key without a value says nothing.
	if (isNothing(own.value) || isNothing(other.value)) {
		return isNothing(own.value) ? other : own;
	}
	clash(path, own, other);
	return own;
}

function isNothing(tree: Tree): boolean {
	return tree.kind === 'scalar' && tree.value === null;
}

/** Whether a file says something at `path`, such as `sites.north.volts`. */
export function hasPath(tree: Tree, path: string): boolean {
	const [key, ...rest] = path.split('.');
	const child = childOf(tree, key);
	return child !== undefined && (rest.length === 0 || hasPath(child, rest.join('.')));
}

/** A value alone keeps to the range of the variable that it is for. */
function mergedVariables(own: Tree, other: Tree): Tree | undefined {
	if (own.kind !== 'scalar' || other.kind !== 'map') {
		return undefined;
	}
	return {
		...other,
		entries: other.entries.map(entry => (entry.key === 'value' ? {...entry, place: own.place, value: own} : entry)),
	};
}
