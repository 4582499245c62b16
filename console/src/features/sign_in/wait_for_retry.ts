// SPDX-License-Identifier: Apache-2.0
import { clockText, countDown, spanText } from '../../dom/countdown';
import { showNotice } from '../../dom/notice';
import type { SubmitButton } from '../../dom/submit_button';
import { say } from '../../dom/say';

/** Holds the button until the server will listen again. The span is read out once; the clock that ticks is for the eye. */
export function waitForRetry(button: SubmitButton, seconds: number): void {
  showNotice('problem', say('Too many tries. You can try again in {span}.', { span: spanText(seconds) }));
  countDown(
    seconds,
    (left) => button.hold(say('Try again in {clock}', { clock: clockText(left) }), 'still'),
    () => {
      button.release();
      showNotice('calm', say('You can try again now.'));
    },
  );
}
