// A config.ini through the settings desk of the card: all of the file or nothing of it, each problem with its line.

import type {CardView, Who} from '../../agent/card-view.ts';
import type {FileProblem, ParsedSettings} from '../../agent/settings/settings-file.ts';
import type {ConfigIniPort} from './ports.ts';
import {changeSettings} from './settings.ts';
import type {ChangeResult} from './settings.ts';

export interface IniResult {
	readonly changed: ChangeResult['changed'];
	readonly problems: readonly FileProblem[];
	readonly ignored: ParsedSettings['ignored'];
}

export function writeIni(port: ConfigIniPort, view: CardView): string {
	return port.write(view.settings(), view.identity.serial);
}

/** The first problem of each line, where the value stands. */
function problemsOf(view: CardView, parsed: ParsedSettings, who: Who): FileProblem[] {
	const wrong = parsed.changes.flatMap(change => {
		const [problem] = view.check([change], who).problems;
		return problem === undefined
			? []
			: [
					{
						line: change.line,
						column: change.column,
						key: change.key,
						message: problem.message,
						nearest: problem.nearest,
					},
				];
	});
	return [...parsed.problems, ...wrong].sort((a, b) => a.line - b.line || a.column - b.column);
}

export function takeIni(
	port: ConfigIniPort,
	view: CardView,
	text: string,
	{who, dryRun}: {readonly who: Who; readonly dryRun: boolean},
): IniResult {
	const parsed = port.read(text, view.identity.serial);
	const problems = problemsOf(view, parsed, who);
	if (problems.length > 0) {
		return {changed: [], problems, ignored: parsed.ignored};
	}
	const changes = parsed.changes.map(({key, value}) => ({key, value}));
	return {changed: changeSettings(view, changes, who, dryRun).changed, problems: [], ignored: parsed.ignored};
}
