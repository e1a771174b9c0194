// Light, dark, or as the system has it. Pictures that are drawn with colours are told when these change.

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const THEME_KEY = 'ridethrough.ui.theme';
const listeners = new Set<() => void>();
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

systemIsDark.addEventListener('change', () => tell());

function tell(): void {
	listeners.forEach(listener => listener());
}

export function onTheme(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function themeNow(): Theme {
	return themes.find(theme => theme === localStorage.getItem(THEME_KEY)) ?? 'system';
}

export function setTheme(theme: Theme): void {
	localStorage.setItem(THEME_KEY, theme);
	apply(theme);
	tell();
}

function apply(theme: Theme): void {
	if (theme === 'system') {
		delete document.documentElement.dataset['theme'];
	} else {
		document.documentElement.dataset['theme'] = theme;
	}
}

apply(themeNow());
