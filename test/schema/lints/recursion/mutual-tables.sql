create table public.lefts (id uuid primary key, right_id uuid);
alter table public.lefts enable row level security;
create table public.rights (id uuid primary key, left_id uuid);
alter table public.rights enable row level security;
create policy lefts_select on public.lefts for select to authenticated using (right_id in (select id from public.rights));
create policy rights_select on public.rights for select to authenticated using (left_id in (select id from public.lefts));
