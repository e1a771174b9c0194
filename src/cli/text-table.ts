// Tables for people: columns as wide as their longest cell, two spaces apart.

export interface Column {
	readonly title: string;
	readonly align: 'left' | 'right';
}

/** The header and the rows as lines without trailing spaces. */
export function textTable(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>): string[] {
	const lines = [columns.map(column => column.title), ...rows];
	const widths = columns.map((_, i) => Math.max(...lines.map(cells => (cells[i] ?? '').length)));
	return lines.map(cells =>
		columns
			.map(({align}, i) =>
				align === 'left' ? (cells[i] ?? '').padEnd(widths[i] ?? 0) : (cells[i] ?? '').padStart(widths[i] ?? 0),
			)
			.join('  ')
			.trimEnd(),
	);
}

/** A table whose first row holds the titles and whose first column the names; the others are numbers. */
export function rowsTable(rows: ReadonlyArray<readonly string[]>): string[] {
	const [titles = [], ...body] = rows;
	return textTable(
		titles.map((title, i) => ({title, align: i === 0 ? 'left' : 'right'})),
		body,
	);
}
