// The page of the live view: a document without data, and the script and the style that `npm run build:web` makes.

import {readFileSync} from 'node:fs';
import {codedError} from '../../src/core/errors.ts';

export interface Asset {
	readonly path: string;
	readonly type: string;
	readonly body: string;
}

const document = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ridethrough live</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%231f55c9'/%3E%3Cpath d='M9 2 4 9h3l-1 5 6-8H8z' fill='white'/%3E%3C/svg%3E">
<link rel="stylesheet" href="main.css">
<script src="main.js" defer></script>
</head>
<body>
<div id="app"><p class="boot">Loading the fleet.</p></div>
<noscript>The live view needs JavaScript. The control API (--control) tells the same to programs.</noscript>
</body>
</html>
`;

/** Throws E_FILE_UNREADABLE where the page was not built. */
export function pageAssets(): readonly Asset[] {
	return [
		{path: '/', type: 'text/html; charset=utf-8', body: document},
		{path: '/main.js', type: 'text/javascript; charset=utf-8', body: built('main.js')},
		{path: '/main.css', type: 'text/css; charset=utf-8', body: built('main.css')},
	];
}

function built(name: string): string {
	try {
		return readFileSync(new URL(`../web/live/${name}`, import.meta.url), 'utf8');
	} catch (error) {
		throw codedError(
			'E_FILE_UNREADABLE',
			`The page of --ui is not built: ${name} is missing (${(error as NodeJS.ErrnoException).code}); run "npm run build".`,
			{file: name},
		);
	}
}
