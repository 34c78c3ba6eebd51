import { useEffect } from 'react';
import { useLocation } from 'wouter';

/**
 * Another organization is another page: what is open, what is cached and what is still on its way belongs to the one
 * before, and must not be shown or sent under the name of this one.
 */
export function LoadAnew() {
  const [, navigate] = useLocation();
  useEffect(() => {
    navigate('/', { replace: true });
    location.reload();
  }, [navigate]);
  return null;
}
