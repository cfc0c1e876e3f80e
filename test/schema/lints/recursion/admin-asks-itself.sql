create table public.people (id uuid primary key, is_admin boolean);
alter table public.people enable row level security;
create policy people_select on public.people for select to authenticated using (exists (select from public.people as me where me.id = (select auth.uid()) and me.is_admin));
