create table public.org_users (id uuid primary key, org_id uuid, user_id uuid);
alter table public.org_users enable row level security;
create policy org_users_select on public.org_users for select to authenticated using (org_id in (select mine.org_id from public.org_users mine where mine.user_id = (select auth.uid())));
