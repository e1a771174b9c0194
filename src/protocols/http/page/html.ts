// Markup from templates in which everything that is put in is escaped, unless it is markup itself.

/** Markup that is safe to put into markup. */
export interface Html {
	readonly markup: string;
}

export type Part = Html | string | number | null | false | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escapeText(text: string): string {
	return text.replace(/[&<>"']/g, character => escapes[character] ?? '');
}

function markupOf(part: Part): string {
	if (part === null || part === false) {
		return '';
	}
	if (typeof part === 'string' || typeof part === 'number') {
		return escapeText(String(part));
	}
	return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

/** A template: attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return {markup: strings.map((text, at) => text + markupOf(parts[at] ?? null)).join('')};
}

/** An attribute without a value, or nothing. */
export function attribute(name: 'checked' | 'disabled' | 'required' | 'selected' | 'open', present: boolean): Html {
	return {markup: present ? ` ${name}` : ''};
}
