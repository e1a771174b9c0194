// The import table of .layers.cjs as rules of dependency-cruiser: what a row does not name is forbidden. Its SWC parser
// (TypeScript 7 has no parser API) does not tell `import type` from `import`, so the "types only" and "lazy" cells are
// checked by test/gate/layers.ts from the same table.

const {layers, composition, shared} = require('./.layers.cjs');

const escaped = path => path.replace(/[.]/g, '\\.');
const below = prefix => (prefix.endsWith('.ts') ? `^${escaped(prefix)}$` : `^${escaped(prefix)}/`);

/** A row's own files are those that no longer row, and no platform's main, takes out. */
function ownFiles(from) {
	const inner = layers.map(row => row.from).filter(other => other !== from && other.startsWith(`${from}/`));
	return {path: below(from), pathNot: [...inner.map(below), composition.file]};
}

function ruleFor({from, to, ownFolder}) {
	const allowed = Object.keys({...shared, ...to}).map(below);
	const own = ownFolder ? [`^${escaped(from)}/$1/`] : [];
	const files = ownFiles(from);
	return {
		name: `${from.replaceAll('/', '-')}-imports-only-what-its-row-names`,
		severity: 'error',
		from: ownFolder ? {...files, path: `^${escaped(from)}/([^/]+)/`} : files,
		to: {path: '^(src|sim|hil|test)/', pathNot: [...allowed, ...own]},
	};
}

module.exports = {
	forbidden: [
		...layers.map(ruleFor),
		{
			name: 'a-main-composes-no-service-and-no-rig',
			severity: 'error',
			from: {path: composition.file},
			to: {path: '^(src|sim|hil|test)/', pathNot: Object.keys({...shared, ...composition.to}).map(below)},
		},
		...layers
			.filter(row => !row.packages)
			.map(({from}) => ({
				name: `${from.replaceAll('/', '-')}-is-pure`,
				comment: 'A pure folder has no package and no module of Node.',
				severity: 'error',
				from: {path: below(from)},
				to: {pathNot: '^src/'},
			})),
		{
			name: 'what-ships-uses-no-development-package',
			severity: 'error',
			// What is bundled for a browser ships as the bundle.
			from: {path: '^(src|sim|hil)/', pathNot: '/web/'},
			to: {dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown']},
		},
		{name: 'every-import-resolves', severity: 'error', from: {}, to: {couldNotResolve: true}},
	],
	options: {
		parser: 'swc',
		doNotFollow: {path: 'node_modules'},
		// That parser knows no JSX: components are judged by test/gate/layers.ts alone.
		exclude: {path: '[.]tsx$'},
		enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types']},
	},
};
