// The one script, which the page reads without: it keeps the numbers of the status view fresh, and sends a firmware file. What it puts in
// is text; where the state itself changes, it takes the whole view anew as the server draws it.

export const script = `const main = document.querySelector('main[data-live]');
if (main && 'EventSource' in window) {
	let state = main.dataset.state;
	let busy = false;
	const again = async () => {
		if (busy) return;
		busy = true;
		try {
			const answer = await fetch(location.href);
			if (answer.redirected || !answer.ok) {
				location.reload();
				return;
			}
			const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main[data-live]');
			if (fresh && !main.contains(document.activeElement)) {
				main.replaceChildren(...fresh.childNodes);
				state = main.dataset.state = fresh.dataset.state;
			}
		} finally {
			busy = false;
		}
	};
	const source = new EventSource(main.dataset.live);
	source.addEventListener('page', event => {
		const {state: now, texts} = JSON.parse(event.data);
		if (now !== state) {
			void again();
			return;
		}
		for (const [name, text] of Object.entries(texts)) {
			for (const place of main.querySelectorAll('[data-text="' + name + '"]')) {
				if (place.textContent !== text) place.textContent = text;
			}
		}
	});
	source.addEventListener('end', () => {
		source.close();
		location.reload();
	});
}
for (const form of document.querySelectorAll('form[data-firmware]')) {
	form.addEventListener('submit', async event => {
		event.preventDefault();
		const said = form.querySelector('[data-firmware-said]');
		const [file] = form.querySelector('input').files;
		const button = form.querySelector('button');
		button.disabled = true;
		said.textContent = 'Sending…';
		try {
			const headers = {'content-type': 'application/octet-stream', 'x-csrf-token': form.dataset.token};
			const answer = await fetch(form.dataset.firmware, {method: 'POST', headers, body: file});
			said.textContent = answer.ok ? 'It is verified; the card restarts when its UPS lets it.' : (await answer.json()).detail;
		} catch {
			said.textContent = 'The card did not take the file to its end.';
		}
		button.disabled = false;
	});
}
`;
