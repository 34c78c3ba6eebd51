import { useState } from 'react';

/** A choice that this browser keeps. What is stored may be from an older version, so `read` decides what it is worth. */
export function useRemembered<Value>(
  name: string,
  read: (stored: string | null) => Value,
  write: (value: Value) => string,
): [Value, (value: Value) => void] {
  const key = `creatoraudit.${name}`;
  const [value, setValue] = useState(() => read(localStorage.getItem(key)));
  const choose = (next: Value) => {
    localStorage.setItem(key, write(next));
    setValue(next);
  };
  return [value, choose];
}
