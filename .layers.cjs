// Who may import whom: one row a folder, read by .dependency-cruiser.cjs and by test/gate/layers.ts, so that the two
// checks cannot drift apart. Everything may import src/core besides what its row says; a folder that no row names may
// not exist. Patterns are path prefixes; the longest row that fits a file is the one that holds.
//   value  anything          types  only `import type`          lazy  `import type`, and `import()` when it is needed
// ownFolder: only the first folder below the row's own may be imported (protocols/snmp never sees protocols/nut).

const pure = {'src/ups': 'types', sim: 'value'};

exports.layers = [
	{from: 'src/core', to: {'src/core': 'value'}, packages: false},
	{from: 'src/ups', to: {'src/ups': 'value'}, packages: false},
	{from: 'src/codec', to: {'src/ups': 'types', 'src/codec': 'value'}, packages: false},
	{from: 'src/ota', to: {'src/codec': 'value', 'src/ota': 'value'}, packages: false},
	{
		from: 'src/agent',
		to: {
			'src/ups': 'value',
			'src/agent': 'value',
			'src/link': 'types',
			'src/codec': 'types',
			'src/protocols': 'types',
			'src/ota': 'value',
		},
		packages: false,
	},
	{from: 'src/link', to: {'src/ups': 'types', 'src/link': 'value', 'src/codec': 'value'}, packages: true},
	{
		from: 'src/protocols',
		ownFolder: true,
		to: {'src/ups': 'types', 'src/agent': 'types', 'src/codec': 'value', 'src/ota': 'types'},
		packages: true,
	},
	{from: 'src/platform', ownFolder: true, to: {}, packages: true},
	// The card on a board: what a platform must not know elsewhere is known here, since all of it is one small bundle.
	{
		from: 'src/platform/espruino',
		to: {
			'src/ups': 'value',
			'src/agent': 'value',
			'src/link': 'value',
			'src/codec': 'value',
			'src/ota': 'value',
			'src/platform/espruino': 'value',
		},
		packages: false,
	},
	{
		from: 'src/smartconnect',
		to: {
			'src/ups': 'types',
			'src/agent/events.ts': 'value',
			'src/agent/event-texts.ts': 'value',
			'src/agent/settings': 'value',
			'src/codec': 'value',
			'src/protocols': 'types',
			'src/ota': 'value',
			'src/platform/node': 'value',
			'src/smartconnect': 'value',
		},
		packages: true,
	},
	{from: 'src/cli', to: {src: 'value', sim: 'lazy', hil: 'lazy'}, packages: true},
	{from: 'sim/grid', to: pure, packages: true},
	{from: 'sim/flash', to: pure, packages: true},
	{from: 'sim/net', to: pure, packages: true},
	{from: 'sim/faults', to: pure, packages: true},
	{from: 'sim/scenario', to: pure, packages: true},
	{from: 'sim/report', to: pure, packages: true},
	{
		from: 'sim/fleet',
		to: {
			'src/ups': 'value',
			'src/agent': 'value',
			'src/link': 'value',
			'src/codec': 'value',
			'src/protocols': 'value',
			'src/ota': 'value',
			'src/platform/memory': 'value',
			'src/platform/node': 'value',
			sim: 'value',
		},
		packages: true,
	},
	{
		from: 'sim/ui',
		to: {
			'src/ups': 'value',
			'src/agent': 'value',
			'src/codec': 'value',
			'src/protocols': 'value',
			'src/platform/node': 'value',
			sim: 'value',
		},
		packages: true,
	},
	// What runs in a browser: it knows the shapes of what the server sends, and none of its code.
	{from: 'sim/web', to: {'sim/web': 'value', sim: 'types'}, packages: true},
	{
		from: 'hil',
		to: {
			'src/ups': 'value',
			'src/agent': 'types',
			'src/agent/events.ts': 'value',
			'src/agent/event-texts.ts': 'value',
			'src/agent/status-words.ts': 'value',
			'src/link': 'value',
			'src/codec': 'value',
			'src/protocols': 'value',
			'src/ota': 'types',
			'src/smartconnect/ingest/decode.ts': 'value',
			'src/platform/node': 'value',
			'sim/faults': 'value',
			'sim/scenario': 'value',
			'sim/report': 'value',
			hil: 'value',
		},
		packages: true,
	},
	// The simulated UPS as a process of its own composes a fleet of one, and its faults.
	{
		from: 'hil/twin',
		to: {
			'src/ups': 'value',
			'src/agent': 'value',
			'src/link': 'value',
			'src/codec': 'value',
			'src/protocols': 'value',
			'src/platform/node': 'value',
			sim: 'value',
			hil: 'value',
		},
		packages: true,
	},
	{from: 'test', to: {src: 'value', sim: 'value', hil: 'value', test: 'value'}, packages: true},
];

// Composition happens in a platform's main file (style.md 4): it alone may import all but the service and the test rigs.
exports.composition = {
	file: '^src/platform/[^/]+/main(\\.ts$|/)',
	to: {
		'src/ups': 'value',
		'src/agent': 'value',
		'src/link': 'value',
		'src/codec': 'value',
		'src/protocols': 'value',
		'src/ota': 'value',
		'src/platform': 'value',
	},
	packages: true,
};

exports.shared = {'src/core': 'value'};
