// Refuses a Node that is too old, in words an old Node can run. The limit is the one that package.json declares.

var wanted = require('../package.json').engines.node.replace('>=', '').split('.').map(Number);
var found = process.versions.node.split('.').map(Number);

if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
	console.error(
		'Ridethrough needs Node ' + wanted.join('.') + ' or newer; this is ' + process.version + '. '
			+ 'Install a newer one from https://nodejs.org/ (or with your package or version manager) and run make again.'
	);
	process.exit(1);
}
