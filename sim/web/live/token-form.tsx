// Asks for the token of a view that others can reach.

import {useState} from 'preact/hooks';

export function TokenForm({problem, onToken}: {readonly problem: string; readonly onToken: (token: string) => void}) {
	const [token, setToken] = useState('');
	return (
		<main class="boot-place">
			<form
				class="token-form"
				onSubmit={event => {
					event.preventDefault();
					onToken(token.trim());
				}}
			>
				<h1>Ridethrough live</h1>
				<p>This view needs the token that the simulator was started with (--ui-token).</p>
				<label class="field">
					<span>Token</span>
					<input
						type="password"
						autocomplete="off"
						required
						value={token}
						onInput={event => setToken(event.currentTarget.value)}
					/>
				</label>
				<p class="notice" role="status">
					{problem}
				</p>
				<button type="submit" class="primary">
					Open the view
				</button>
			</form>
		</main>
	);
}
