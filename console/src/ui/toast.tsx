// SPDX-License-Identifier: Apache-2.0
import { Toast } from '@base-ui/react/toast';
import { t } from '../language/language';
import { Icon } from './icon';

const manager = Toast.createToastManager();

/** Says that something was done; with `undo`, offers to take it back. */
export function announce(text: string, undo?: () => void): void {
  const id = manager.add({
    title: text,
    timeout: undo ? 10_000 : 5_000,
    ...(undo
      ? {
          actionProps: {
            children: t('action.undo'),
            onClick: () => {
              manager.close(id);
              undo();
            },
          },
        }
      : {}),
  });
}

export function Toasts() {
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label={t('toast.region')}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast">
      <Toast.Title className="toast-title" render={<p />} />
      {toast.actionProps && <Toast.Action className="button quiet" />}
      <Toast.Close className="icon-button" aria-label={t('action.close')}>
        <Icon name="close" />
      </Toast.Close>
    </Toast.Root>
  ));
}
